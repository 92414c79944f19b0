package mailserver.record.history;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import mailserver.event.EventSink;
import mailserver.event.MailEvent;
import mailserver.mail.MessageIds;
import mailserver.record.history.HistoryFile.Ring;
import org.tinylog.Logger;

/** Counts what happens, looks at the server each minute, and keeps both for a month. */
public final class History implements EventSink, Closeable {
    /** How things stand. */
    public record State(long queue, long oldestSeconds, long smtpSessions, long pop3Sessions, long diskFree) {}

    /** Asked once a minute. */
    @FunctionalInterface
    public interface Gauge {
        State look() throws IOException;
    }

    /** How far back somebody looks. */
    public enum Span {
        HOUR(Duration.ofHours(1), Ring.MINUTES),
        DAY(Duration.ofDays(1), Ring.MINUTES),
        MONTH(Duration.ofDays(31), Ring.HALF_HOURS);

        private final Duration length;
        private final Ring ring;

        Span(Duration length, Ring ring) {
            this.length = length;
            this.ring = ring;
        }

        /** From one sample to the next. */
        public Duration step() {
            return ring.step();
        }
    }

    private static final Map<String, String> COUNTED = Map.of(
            "received", "accepted",
            "delivered", "delivered",
            "relayed", "relayed",
            "deferred", "deferred",
            "bounced", "bounced",
            "expired", "bounced",
            "refused", "refused");

    private final Path file;
    private final InstantSource clock;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Latencies latencies = new Latencies();
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private Optional<HistoryFile> open = Optional.empty();
    private Gauge gauge = () -> new State(0, 0, 0, 0, 0);
    private Instant minute;
    private volatile boolean closed;
    private Optional<Thread> thread = Optional.empty();

    public History(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.minute = Ring.MINUTES.begin(clock.instant());
        COUNTED.values().forEach(name -> counts.put(name, new LongAdder()));
    }

    /** From here on it looks each minute. */
    public void start(Gauge looked) {
        this.gauge = looked;
        thread = Optional.of(Thread.ofVirtual().name("history").start(this::run));
    }

    private void run() {
        while (!closed) {
            Instant next = Ring.MINUTES.begin(clock.instant()).plus(Ring.MINUTES.step());
            LockSupport.parkNanos(
                    Math.max(1, Duration.between(clock.instant(), next).toNanos()));
            if (!Ring.MINUTES.begin(clock.instant()).equals(minute)) {
                sample();
            }
        }
    }

    @Override
    public void add(MailEvent event) {
        String counted = COUNTED.get(event.kind());
        if (counted != null) {
            counts.get(counted).increment();
        }
        if (event instanceof MailEvent.Delivered || event instanceof MailEvent.Relayed) {
            event.queueId()
                    .flatMap(MessageIds::time)
                    .ifPresent(named -> latencies.add(
                            Duration.between(named, clock.instant()).toMillis()));
        }
    }

    /** Writes down what has been counted since the last time. */
    void sample() {
        lock.lock();
        try {
            State state = gauge.look();
            long[] took = latencies.drain();
            List<Long> values = new ArrayList<>();
            Sample.COUNTED.forEach(name -> values.add(counts.get(name).sumThenReset()));
            values.addAll(List.of(
                    state.queue(),
                    state.oldestSeconds(),
                    state.smtpSessions(),
                    state.pop3Sessions(),
                    state.diskFree(),
                    Latencies.percentile(took, 50),
                    Latencies.percentile(took, 95),
                    Latencies.percentile(took, 99)));
            long[] all = values.stream().mapToLong(Long::longValue).toArray();
            HistoryFile to = file();
            to.add(Ring.MINUTES, new Sample(minute, all));
            to.add(Ring.HALF_HOURS, new Sample(Ring.HALF_HOURS.begin(minute), all));
        } catch (IOException e) {
            Logger.warn("{}: a minute of history is lost: {}", file, e.toString());
        } finally {
            minute = Ring.MINUTES.begin(clock.instant());
            lock.unlock();
        }
    }

    /** What is kept of the last hour, day or month, and of the minute that goes on, the oldest first. */
    public List<Sample> read(Span span) throws IOException {
        sample();
        Instant now = clock.instant();
        lock.lock();
        try {
            return file().read(span.ring, now.minus(span.length), now);
        } finally {
            lock.unlock();
        }
    }

    private HistoryFile file() throws IOException {
        if (open.isEmpty()) {
            open = Optional.of(new HistoryFile(file));
        }
        return open.get();
    }

    @Override
    public void close() {
        closed = true;
        thread.ifPresent(LockSupport::unpark);
        if (thread.isPresent()) {
            sample();
        }
        lock.lock();
        try {
            if (open.isPresent()) {
                open.get().close();
            }
        } catch (IOException e) {
            Logger.warn("{}: {}", file, e.toString());
        } finally {
            lock.unlock();
        }
    }
}
