package mailserver.sasl;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mailserver.account.Account;
import mailserver.account.Accounts;
import mailserver.account.Authenticator;
import mailserver.account.ScramChallenge;
import mailserver.account.ScramSalts;
import mailserver.account.Secret;
import mailserver.mail.Address;

/** The people of lan.example, whose names need no domain. */
final class TestCredentials implements Credentials {
    private final List<Account> accounts = new ArrayList<>();
    private final Authenticator authenticator =
            new Authenticator(() -> Accounts.of(accounts), () -> Instant.EPOCH, ScramSalts.fleeting());

    TestCredentials with(String user, String secret) {
        accounts.add(new Account(address(user), Secret.parse(secret)));
        return this;
    }

    @Override
    public Address address(String user) {
        return Address.parse(user.contains("@") ? user : user + "@lan.example").orElse(new Address("", ""));
    }

    @Override
    public boolean verify(Address address, String password) {
        return authenticator.verify(address, password);
    }

    @Override
    public ScramChallenge scram(Address address) {
        return authenticator.scram(address);
    }

    @Override
    public boolean knowsScram() {
        return authenticator.knowsScram();
    }
}
