package mailserver.cli.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailserver.wire.text.LogLine;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.provider.InternalLogger;
import org.tinylog.writers.Writer;

/**
 * Writes to systemd's journal. The name of this class is how {@link Logging} asks tinylog for it.
 *
 * <p>A journald that is gone is looked for again with the next lines. What was to be logged meanwhile is counted and not kept: nobody knows
 * for how long that would be.
 */
public final class JournalWriter implements Writer {
    private final Path socket;
    private final Gathering gathering;
    // Both touched by one thread at a time, as Gathering promises.
    private Optional<JournalStream> stream = Optional.empty();
    private int lost;

    /** Called by tinylog, with what its configuration says: where journald listens. */
    public JournalWriter(Map<String, String> properties) {
        this.socket = Path.of(properties.get("socket"));
        this.gathering = new Gathering(this::write);
    }

    @Override
    public Collection<LogEntryValue> getRequiredLogEntryValues() {
        return LineForm.JSON.needs();
    }

    @Override
    public void write(LogEntry entry) {
        gathering.add(entry);
    }

    private void write(List<LogEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        var lines = new StringBuilder();
        entries.forEach(entry -> append(entry, lines));
        if (!sent(lines.toString()) && !sentAnew(lines.toString())) {
            if (lost == 0) {
                InternalLogger.log(Level.ERROR, "the log can't be written: no journald listens at " + socket);
            }
            lost += entries.size();
        }
    }

    private boolean sent(String lines) {
        if (stream.isEmpty()) {
            return false;
        }
        try {
            stream.get().write(lines);
            return true;
        } catch (IOException e) {
            forget();
            return false;
        }
    }

    /** To a journald that was started again, say. It may have some of the lines already; better twice than never. */
    private boolean sentAnew(String lines) {
        try {
            stream = Optional.of(JournalStream.open(socket));
        } catch (IOException e) {
            return false;
        }
        String gap = lost == 0
                ? ""
                : "<4>" + LogLine.message(lost + " entries of the log are lost: there was no journald") + "\n";
        if (!sent(gap + lines)) {
            return false;
        }
        lost = 0;
        return true;
    }

    private void forget() {
        try {
            stream.get().close();
        } catch (IOException e) {
            // It is of no use any more, closed or not.
        }
        stream = Optional.empty();
    }

    /** A line is an entry of the journal, so each of several that belong together has the priority. */
    private static void append(LogEntry entry, StringBuilder lines) {
        JsonLine line = JsonLine.of(LineForm.inFields(entry));
        String priority = "<" + priority(entry.getLevel()) + ">";
        line.message().lines().forEach(one -> lines.append(priority).append(one).append('\n'));
        line.exception().stream()
                .flatMap(String::lines)
                .forEach(one -> lines.append(priority).append(one).append('\n'));
    }

    /** As syslog(3) counts. */
    private static int priority(Level level) {
        return switch (level) {
            case ERROR -> 3;
            case WARN -> 4;
            case INFO -> 6;
            case TRACE, DEBUG, OFF -> 7;
        };
    }

    @Override
    public void flush() {
        gathering.drain();
    }

    @Override
    public void close() throws Exception {
        gathering.close();
        if (stream.isPresent()) {
            stream.get().close();
        }
    }
}
