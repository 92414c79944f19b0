package mailserver.pop3;

import java.io.IOException;

/** Where a session stands (RFC 1939 §3): each state is an object that has all and only what it needs. */
sealed interface State permits Authorization, Transaction, State.Finished {
    /** The last answer is given. */
    record Finished() implements State {
        @Override
        public State handle(Command command) {
            throw new IllegalStateException("a command behind the end of the session");
        }

        @Override
        public void leave() {}
    }

    /**
     * Answers one command.
     *
     * @return the state for the next one
     */
    State handle(Command command) throws IOException;

    /** Gives back what the state holds when the session ends in it, however it ends. Deletes nothing. */
    void leave();
}
