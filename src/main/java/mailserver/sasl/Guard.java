package mailserver.sasl;

/** Slows down whoever guesses passwords. One for each client. */
public interface Guard {
    /** Lets everybody try at once. */
    Guard NONE = new Guard() {
        @Override
        public boolean admits() {
            return true;
        }

        @Override
        public void denied(String user) {}

        @Override
        public void done() {}
    };

    /**
     * Waits, where there were failures before. False when so many wait already that there is no use in it; when true,
     * {@link #done} is to follow, however the login ends.
     */
    boolean admits();

    /**
     * Counts a failure, and puts off the answer where the account has had many.
     *
     * @param user as the client wrote it
     */
    void denied(String user);

    /** The login that was admitted is over. */
    void done();
}
