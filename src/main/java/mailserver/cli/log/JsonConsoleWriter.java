package mailserver.cli.log;

import java.util.Collection;
import java.util.Map;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.writers.Writer;

/** Shows in a container's own log what a log file of the form "json" has. */
public final class JsonConsoleWriter implements Writer {
    /** Called by tinylog. */
    public JsonConsoleWriter(Map<String, String> properties) {}

    @Override
    public Collection<LogEntryValue> getRequiredLogEntryValues() {
        return LineForm.JSON.needs();
    }

    @Override
    public void write(LogEntry entry) {
        System.out.println(LineForm.JSON.of(entry).getMessage());
    }

    @Override
    public void flush() {
        System.out.flush();
    }

    @Override
    public void close() {
        flush();
    }
}
