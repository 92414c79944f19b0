package mailserver.cli.log;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import mailserver.mail.MessageIds;
import mailserver.wire.text.LogLine;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;

/** What a line of the log is made of. */
enum LineForm {
    /** Fields, with a time and a level in front that tinylog puts there. */
    FIELDS(EnumSet.noneOf(LogEntryValue.class)) {
        @Override
        LogEntry of(LogEntry entry) {
            return inFields(entry);
        }
    },
    /** All of it is one object. */
    JSON(EnumSet.of(
            LogEntryValue.DATE,
            LogEntryValue.LEVEL,
            LogEntryValue.MESSAGE,
            LogEntryValue.THREAD,
            LogEntryValue.EXCEPTION)) {
        @Override
        LogEntry of(LogEntry entry) {
            // Not with the exception: it would stand below the line, too.
            return with(entry, JsonLine.of(inFields(entry)).toString(), null);
        }
    };

    /** How tinylog's configuration names it. */
    static final String PROPERTY = "form";

    private final Set<LogEntryValue> needs;

    LineForm(Set<LogEntryValue> needs) {
        this.needs = needs;
    }

    static LineForm named(Map<String, String> properties) {
        return valueOf(properties.getOrDefault(PROPERTY, FIELDS.name()).toUpperCase(Locale.ROOT));
    }

    /** The same entry, with a message of this form. */
    abstract LogEntry of(LogEntry entry);

    /** What tinylog has to find out about an entry for that. */
    Collection<LogEntryValue> needs() {
        return needs;
    }

    /** Programs read the log: what was said in words becomes a field, with the message that it is about in front. */
    static LogEntry inFields(LogEntry entry) {
        String message = entry.getMessage();
        if (message == null || LogLine.parse(message).isPresent()) {
            return entry;
        }
        int colon = message.indexOf(": ");
        boolean ofMessage =
                colon > 0 && MessageIds.time(message.substring(0, colon)).isPresent();
        String line = ofMessage
                ? LogLine.message(message.substring(0, colon), message.substring(colon + 2))
                : LogLine.message(message);
        return with(entry, line, entry.getException());
    }

    private static LogEntry with(LogEntry entry, String message, Throwable exception) {
        return new LogEntry(
                entry.getTimestamp(),
                entry.getThread(),
                entry.getContext(),
                entry.getClassName(),
                entry.getMethodName(),
                entry.getFileName(),
                entry.getLineNumber(),
                entry.getTag(),
                entry.getLevel(),
                message,
                exception);
    }
}
