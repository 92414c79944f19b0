package mailserver.record;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mailserver.record.RecordedSession.Line;
import mailserver.record.RecordedSession.Speaker;
import mailserver.smtp.Reply;

/**
 * The lines of one connection as they go by: what comes before the first message, such as the greeting, belongs to each of its messages,
 * with replies of several lines cut to their last from the second message on. For one thread.
 */
final class Conversation {
    /** More of one message are counted only: somebody has sent ten thousand recipients. */
    private static final int MOST_LINES = 4000;

    private static final int LONGEST = 1000;

    private final Instant began;
    private final long start = System.nanoTime();
    private final List<Line> preamble = new ArrayList<>();
    private List<Line> lines = preamble;
    private int more;
    private boolean shortened;
    private Optional<String> tls = Optional.empty();

    Conversation(Instant began) {
        this.began = began;
    }

    Instant began() {
        return began;
    }

    Optional<String> tls() {
        return tls;
    }

    void secured(String agreed) {
        tls = Optional.of(agreed);
    }

    void add(Speaker from, String text) {
        if (lines.size() >= MOST_LINES) {
            more++;
            return;
        }
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        lines.add(new Line(ms, from, text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…"));
    }

    /**
     * The last line of the client begins a message. What was said since the end of the one before, if there was one, is of no more
     * interest.
     */
    void beginMessage() {
        List<Line> message = new ArrayList<>();
        if (!lines.isEmpty() && lines.getLast().from() == Speaker.CLIENT) {
            message.add(lines.removeLast());
        }
        lines = message;
        more = 0;
    }

    /** Everything about the message that was begun. */
    List<Line> all() {
        if (lines == preamble) {
            return List.copyOf(preamble);
        }
        List<Line> all = new ArrayList<>(preamble);
        all.addAll(lines);
        if (more > 0) {
            all.add(new Line(all.getLast().ms(), Speaker.SERVER, "(" + more + " more lines)"));
        }
        return all;
    }

    /** Whatever comes until the next message begins is of none. */
    void endMessage() {
        if (!shortened) {
            // Said in full with the first message. A busy client sends hundreds over one connection, and the disk is
            // for mail.
            preamble.removeIf(line -> line.from() == Speaker.SERVER && Reply.continues(line.text()));
            shortened = true;
        }
        lines = new ArrayList<>();
        more = 0;
    }
}
