package mailserver.record;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was said about one message between two programs, in one connection.
 *
 * @param queueId empty when no message was begun
 * @param other   who was at the other end: a client's address, or a next hop
 * @param tls     version and cipher suite
 * @param outcome the last word
 */
public record RecordedSession(
        Kind kind,
        Optional<String> queueId,
        String other,
        Instant began,
        Optional<String> tls,
        List<Line> lines,
        String outcome) {
    public enum Kind {
        /** A client handed a message in. */
        RECEIVED,
        /** We tried to hand it on. */
        ATTEMPT,
        /** A client did not get what it asked for. */
        REFUSED
    }

    public enum Speaker {
        CLIENT,
        SERVER
    }

    /**
     * A line without its end.
     *
     * @param ms since the connection began
     */
    public record Line(long ms, Speaker from, String text) {}

    public RecordedSession {
        lines = List.copyOf(lines);
    }
}
