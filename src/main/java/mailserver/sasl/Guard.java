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
    };

    /** Waits, where there were failures before. False when so many wait already that there is no use in it. */
    boolean admits();

    /**
     * Counts a failure, and puts off the answer where the account has had many.
     *
     * @param user as the client wrote it
     */
    void denied(String user);
}
