package mailserver.cli.log;

import java.io.IOException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.writers.FileWriter;
import org.tinylog.writers.RollingFileWriter;
import org.tinylog.writers.Writer;

/**
 * tinylog's files, rolling where there are policies to roll by, written some lines at a time by a thread of their own.
 *
 * <p>The name of this class is how {@link Logging} asks tinylog for it.
 */
public final class GatheringFileWriter implements Writer {
    private final Writer files;
    private final LineForm form;
    private final Gathering gathering;

    /** Called by tinylog, with what its configuration says; {@code form} is for us. */
    public GatheringFileWriter(Map<String, String> properties) throws IOException {
        this.files =
                properties.containsKey("policies") ? new RollingFileWriter(properties) : new FileWriter(properties);
        this.form = LineForm.named(properties);
        this.gathering = new Gathering(this::write);
    }

    @Override
    public Collection<LogEntryValue> getRequiredLogEntryValues() {
        var values = EnumSet.noneOf(LogEntryValue.class);
        values.addAll(files.getRequiredLogEntryValues());
        values.addAll(form.needs());
        return values;
    }

    @Override
    public void write(LogEntry entry) {
        gathering.add(entry);
    }

    private void write(List<LogEntry> entries) throws Exception {
        for (LogEntry entry : entries) {
            files.write(form.of(entry));
        }
        files.flush();
    }

    @Override
    public void flush() {
        gathering.drain();
    }

    @Override
    public void close() throws Exception {
        gathering.close();
        files.close();
    }
}
