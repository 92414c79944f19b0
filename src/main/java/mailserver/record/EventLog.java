package mailserver.record;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mailserver.config.value.TranscriptSettings;
import mailserver.event.EventSink;
import mailserver.event.MailEvent;

/**
 * Numbers all events and hands them on in that order. The last ones are remembered, and all are written down for as long as transcripts
 * are kept, so that who has missed some can have them again.
 */
public final class EventLog implements EventSink, Closeable {
    private static final int REMEMBERED = 256;
    private static final long MOST_OCTETS = 50L << 20;

    private final Path folder;
    private final Optional<SegmentedLog> log;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Deque<RecordedEvent> recent = new ArrayDeque<>();
    private final List<Consumer<RecordedEvent>> listeners = new ArrayList<>();
    private long last;

    EventLog(Path folder, TranscriptSettings settings, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
        this.log = settings.keep().isZero()
                ? Optional.empty()
                : Optional.of(new SegmentedLog(folder, settings.keep(), Math.min(MOST_OCTETS, settings.size()), clock));
    }

    @Override
    public void add(MailEvent event) {
        lock.lock();
        try {
            Instant now = clock.instant();
            // The time, so that numbers grow over restarts though nothing was read at the start.
            last = Math.max(last + 1, ChronoUnit.MICROS.between(Instant.EPOCH, now));
            var recorded = new RecordedEvent(last, now, event);
            recent.addLast(recorded);
            if (recent.size() > REMEMBERED) {
                recent.removeFirst();
            }
            log.ifPresent(file -> file.add(() -> EventJson.of(recorded).toString()));
            listeners.forEach(listener -> listener.accept(recorded));
        } finally {
            lock.unlock();
        }
    }

    /**
     * @param listener hears all events from now on, in their order; it stands in everybody's way, and returns at once
     * @return ends it
     */
    public EventHub.Subscription subscribe(Consumer<RecordedEvent> listener) {
        lock.lock();
        try {
            listeners.add(listener);
        } finally {
            lock.unlock();
        }
        return () -> {
            lock.lock();
            try {
                listeners.remove(listener);
            } finally {
                lock.unlock();
            }
        };
    }

    /** The events behind this one, as JSON, in their order; as far as they are kept. The last of them may have been told already. */
    public List<JsonObject> after(long number) throws IOException {
        lock.lock();
        try {
            if (!recent.isEmpty() && recent.getFirst().number() <= number) {
                return recent.stream()
                        .filter(event -> event.number() > number)
                        .map(EventJson::of)
                        .toList();
            }
        } finally {
            lock.unlock();
        }
        List<JsonObject> kept = new ArrayList<>(read(folder, number));
        long written = kept.isEmpty() ? number : kept.getLast().get("seq").getAsLong();
        lock.lock();
        try {
            recent.stream()
                    .filter(event -> event.number() > written)
                    .map(EventJson::of)
                    .forEach(kept::add);
        } finally {
            lock.unlock();
        }
        return kept;
    }

    /** What has happened to a message, as JSON, in its order; as far as it is kept. */
    public List<JsonObject> find(String queueId) throws IOException {
        String word = "\"queue_id\":\"" + queueId + '"';
        Map<Long, JsonObject> found = new TreeMap<>();
        for (Path file : SegmentFiles.in(folder)) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.filter(line -> line.contains(word))
                        .map(EventLog::parse)
                        .flatMap(Optional::stream)
                        .forEach(event -> found.put(event.get("seq").getAsLong(), event));
            } catch (NoSuchFileException e) {
                // It has just become too old.
            }
        }
        lock.lock();
        try {
            recent.stream()
                    .filter(event -> event.event().queueId().equals(Optional.of(queueId)))
                    .forEach(event -> found.put(event.number(), EventJson.of(event)));
        } finally {
            lock.unlock();
        }
        return List.copyOf(found.values());
    }

    /** The events behind this one that are in the files of a folder. */
    static List<JsonObject> read(Path folder, long number) throws IOException {
        Instant since = Instant.EPOCH.plus(number, ChronoUnit.MICROS);
        List<JsonObject> found = new ArrayList<>();
        for (Path file : SegmentFiles.in(folder)) {
            try {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(since.minusSeconds(60))) {
                    continue;
                }
                try (Stream<String> lines = Files.lines(file)) {
                    lines.map(EventLog::parse)
                            .flatMap(Optional::stream)
                            .filter(event -> event.get("seq").getAsLong() > number)
                            .forEach(found::add);
                }
            } catch (NoSuchFileException e) {
                // It has just become too old.
            }
        }
        return found;
    }

    /** Empty for a line that a crash cut off. */
    static Optional<JsonObject> parse(String line) {
        try {
            return Optional.of(JsonParser.parseString(line).getAsJsonObject()).filter(json -> json.has("seq"));
        } catch (JsonParseException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        log.ifPresent(SegmentedLog::close);
    }
}
