package mailserver.server.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts what somebody does too often, and for how long to hold them up: a few times are free, then each one doubles the pause
 * up to a bound. What was counted fades, half of it in a given time. A bounded number is remembered, those not seen for
 * longest going first.
 *
 * @param <K> whom it counts
 */
final class FadingCounter<K> {
    /**
     * What it costs.
     *
     * @param free  so many times cost nothing
     * @param first the pause behind those
     * @param most  the longest pause
     * @param halfLife in this time half of what was counted is forgotten
     */
    record Price(int free, Duration first, Duration most, Duration halfLife) {
        Duration of(double count) {
            if (count < free) {
                return Duration.ZERO;
            }
            double doubled = first.toMillis() * Math.pow(2, Math.min(count - free, 20));
            return Duration.ofMillis((long) Math.min(doubled, most.toMillis()));
        }
    }

    private static final int MOST_KEPT = 10_000;

    private final Price price;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Map<K, Record> records = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Record> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /** @param turn when the last one who waits for a turn has it */
    private record Record(double count, Instant counted, Instant turn) {
        static final Record CLEAN = new Record(0, Instant.EPOCH, Instant.EPOCH);

        double at(Instant now, Duration halfLife) {
            double halves = (double) Duration.between(counted, now).toMillis() / halfLife.toMillis();
            return halves <= 0 ? count : count * Math.pow(0.5, halves);
        }
    }

    FadingCounter(Price price, InstantSource clock) {
        this.price = price;
        this.clock = clock;
    }

    /** Whether what was counted costs something by now. */
    boolean isBeyond(K key) {
        lock.lock();
        try {
            return !price.of(records.getOrDefault(key, Record.CLEAN).at(clock.instant(), price.halfLife()))
                    .isZero();
        } finally {
            lock.unlock();
        }
    }

    /** Counts once more; returns the pause that what was counted before is worth. */
    Duration count(K key) {
        lock.lock();
        try {
            Instant now = clock.instant();
            Record record = records.getOrDefault(key, Record.CLEAN);
            double before = record.at(now, price.halfLife());
            records.put(key, new Record(before + 1, now, record.turn()));
            return price.of(before);
        } finally {
            lock.unlock();
        }
    }

    /**
     * How long until somebody's next turn, with a pause between one turn and the next: it makes no difference on how many
     * connections they come. Who has a long time to wait, the given one at least, takes no turn: then as much is returned.
     */
    Duration turn(K key, Duration longest) {
        lock.lock();
        try {
            Instant now = clock.instant();
            Record record = records.getOrDefault(key, Record.CLEAN);
            Duration pause = price.of(record.at(now, price.halfLife()));
            if (pause.isZero()) {
                return Duration.ZERO;
            }
            Instant turn = (record.turn().isAfter(now) ? record.turn() : now).plus(pause);
            Duration wait = Duration.between(now, turn);
            if (wait.compareTo(longest) >= 0) {
                return longest;
            }
            records.put(key, new Record(record.count(), record.counted(), turn));
            return wait;
        } finally {
            lock.unlock();
        }
    }
}
