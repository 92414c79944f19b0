package mailserver.sasl;

import java.util.Optional;
import mailserver.account.ScramChallenge;
import mailserver.mail.Address;

/** One login of one client: the guard is asked as soon as it is known for which account. */
final class GuardedLogin implements Credentials {
    /** The guard wants to see the client later; nothing was looked at. */
    static final class NotAdmitted extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotAdmitted() {
            // Control flow, not a fault: no stack.
            super("too many failures", null, false, false);
        }
    }

    private final Credentials credentials;
    private final LoginGuard guard;
    private boolean admitted;
    private boolean repeated;

    GuardedLogin(Credentials credentials, LoginGuard guard) {
        this.credentials = credentials;
        this.guard = guard;
    }

    @Override
    public Address address(String user) {
        return credentials.address(user);
    }

    @Override
    public boolean verify(Address address, String password) {
        return switch (guard.admits(address, Optional.of(password))) {
            case LATER -> throw new NotAdmitted();
            case AGAIN -> {
                repeated = true;
                yield false;
            }
            case NOW -> {
                admitted = true;
                yield credentials.verify(address, password);
            }
        };
    }

    @Override
    public ScramChallenge scram(Address address) {
        if (guard.admits(address, Optional.empty()) == LoginGuard.Admission.LATER) {
            throw new NotAdmitted();
        }
        admitted = true;
        return credentials.scram(address);
    }

    @Override
    public boolean knowsScram() {
        return credentials.knowsScram();
    }

    void granted(Address account) {
        guard.granted(account);
    }

    void denied(String user) {
        if (!repeated) {
            guard.denied(credentials.address(user));
        }
    }

    void end() {
        if (admitted) {
            guard.done();
        }
    }
}
