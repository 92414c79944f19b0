package mailserver.pop3;

import mailserver.account.ScramChallenge;
import mailserver.mail.Address;
import mailserver.sasl.Credentials;
import mailserver.sasl.LoginGuard;
import mailserver.sasl.LoginService;

/** A desk where USER and PASS may be said or not, and nobody gets in by AUTH. */
final class TestLoginServices {
    private TestLoginServices() {}

    static LoginService of(boolean plaintext) {
        return new LoginService(new Nobody(), LoginGuard.NONE, plaintext);
    }

    private static final class Nobody implements Credentials {
        @Override
        public Address address(String user) {
            return new Address("", "");
        }

        @Override
        public boolean verify(Address address, String password) {
            return false;
        }

        @Override
        public ScramChallenge scram(Address address) {
            throw new UnsupportedOperationException("not offered");
        }

        @Override
        public boolean knowsScram() {
            return false;
        }
    }
}
