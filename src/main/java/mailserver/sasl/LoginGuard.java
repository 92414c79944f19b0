package mailserver.sasl;

import java.util.Optional;
import mailserver.mail.Address;

/** Slows down whoever guesses passwords. One for each client, which logs in once at a time. */
public interface LoginGuard {
    /** What is to be done with a try. */
    enum Admission {
        /** Its turn has come; {@link #done} is to follow, however the login ends. */
        NOW,
        /** The same wrong password for the same account, once more: there is nothing to look at. */
        AGAIN,
        /** So many wait already that there is no use in it. */
        LATER
    }

    /** Lets everybody try at once. */
    LoginGuard NONE = new LoginGuard() {
        @Override
        public Admission admits(Address account, Optional<String> password) {
            return Admission.NOW;
        }

        @Override
        public void granted(Address account) {}

        @Override
        public void denied(Address account) {}

        @Override
        public void done() {}
    };

    /**
     * Waits, where there were failures before.
     *
     * @param password none where the client doesn't show it
     */
    Admission admits(Address account, Optional<String> password);

    /** The client is who it says. */
    void granted(Address account);

    /** Counts a failure, and puts off the answer where the account has had many. */
    void denied(Address account);

    /** The login that was admitted is over. */
    void done();
}
