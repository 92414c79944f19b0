package mailserver.record;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Follows the events of a server through its files, from another process; they come a moment later than they happen. */
public final class EventTail {
    private final Path folder;
    private long last;

    /** @param folder where the server writes them */
    public EventTail(Path folder, Instant since) {
        this.folder = folder;
        this.last = ChronoUnit.MICROS.between(Instant.EPOCH, since);
    }

    /** What has happened since the last call. */
    public List<JsonObject> next() throws IOException {
        List<JsonObject> events = EventLog.read(folder, last);
        if (!events.isEmpty()) {
            last = events.getLast().get("seq").getAsLong();
        }
        return events;
    }
}
