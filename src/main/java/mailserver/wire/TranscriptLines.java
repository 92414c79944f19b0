package mailserver.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells a transcript of a message that goes by, as stored: its first lines and how many more there were, or just a summary, as
 * the transcript wants it.
 */
public final class TranscriptLines implements OctetSink {
    private static final int MOST_LINES = 50;
    private static final int LONGEST = 200;

    private final boolean wanted;
    private final Consumer<String> transcript;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Optional<TranscriptLines> other;
    private long lines;

    private TranscriptLines(boolean wanted, Consumer<String> transcript, Optional<TranscriptLines> other) {
        this.wanted = wanted;
        this.transcript = transcript;
        this.other = other;
    }

    /** For a message that comes in. */
    public static TranscriptLines received(Transcript transcript) {
        return transcript instanceof Transcripts(Transcript one, Transcript two)
                ? new TranscriptLines(one.wantsMessages(), one::received, Optional.of(received(two)))
                : new TranscriptLines(transcript.wantsMessages(), transcript::received, Optional.empty());
    }

    /** For a message that goes out. */
    public static TranscriptLines sent(Transcript transcript) {
        return transcript instanceof Transcripts(Transcript one, Transcript two)
                ? new TranscriptLines(one.wantsMessages(), one::sent, Optional.of(sent(two)))
                : new TranscriptLines(transcript.wantsMessages(), transcript::sent, Optional.empty());
    }

    @Override
    public void write(byte[] block, int offset, int length) {
        other.ifPresent(lines -> lines.write(block, offset, length));
        if (!wanted) {
            // Nearly always: a message that nobody looks at costs nothing here.
            return;
        }
        for (int i = offset; i < offset + length; i++) {
            if (block[i] == '\n') {
                endLine();
            } else if (lines < MOST_LINES && line.size() < LONGEST) {
                line.write(block[i]);
            }
        }
    }

    /**
     * The message is over, and a dot has said so.
     *
     * @param summary what a transcript sees that doesn't want the text
     */
    public void finish(String summary) {
        end(summary);
        dot();
    }

    private void dot() {
        transcript.accept(".");
        other.ifPresent(TranscriptLines::dot);
    }

    /** The message, or a chunk of it, is over by its length. */
    public void end(String summary) {
        other.ifPresent(lines -> lines.end(summary));
        if (line.size() > 0) {
            endLine();
        }
        if (!wanted) {
            transcript.accept("(" + summary + ")");
        } else if (lines > MOST_LINES) {
            transcript.accept("(" + (lines - MOST_LINES) + " more lines)");
        }
    }

    private void endLine() {
        if (lines++ < MOST_LINES) {
            transcript.accept(line.toString(StandardCharsets.UTF_8).stripTrailing());
            line.reset();
        }
    }
}
