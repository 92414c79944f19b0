package mailserver.wire;

import java.io.IOException;
import java.util.Optional;

/** Somebody who comes between the two sides of a connection on purpose, to find out what they make of it. */
public interface Interference {
    /** Lets everything pass. */
    Interference NONE = new Interference() {
        @Override
        public Optional<String> heard(String line) {
            return Optional.empty();
        }

        @Override
        public Sending sending() {
            return Sending.AS_IT_IS;
        }

        @Override
        public void sent() {}
    };

    /**
     * What becomes of what is to be sent next.
     *
     * @param text            in place of it
     * @param octetsPerSecond how fast it may go; 0 for as fast as it can
     */
    record Sending(Optional<String> text, long octetsPerSecond) {
        static final Sending AS_IT_IS = new Sending(Optional.empty(), 0);
    }

    /**
     * A line of the other side has come.
     *
     * @return what it is answered with, in lines that end in CRLF: who should have read it never hears of it then
     */
    Optional<String> heard(String line);

    /**
     * What was queued is about to be sent. May wait.
     *
     * @throws IOException when it isn't sent at all, and the connection is of no more use
     */
    Sending sending() throws IOException;

    /**
     * It was sent.
     *
     * @throws IOException when the connection ends here
     */
    void sent() throws IOException;
}
