package mailserver.pop3;

import mailserver.config.ScramChallenge;
import mailserver.mail.Address;
import mailserver.sasl.Credentials;
import mailserver.sasl.Guard;
import mailserver.sasl.LoginDesk;

/** A desk where USER and PASS may be said or not, and nobody gets in by AUTH. */
final class Desks {
    private Desks() {}

    static LoginDesk of(boolean plaintext) {
        return new LoginDesk(new Nobody(), Guard.NONE, plaintext);
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
