package mailserver.record.history;

import java.util.concurrent.atomic.AtomicLongArray;

/** How many took how long, in classes that grow by a sixth each: a percentile is right to that. Counted by any thread. */
final class Latencies {
    private static final double GROWTH = Math.log(7.0 / 6);
    /** Up to some days. */
    private static final int CLASSES = 140;

    private final AtomicLongArray counts = new AtomicLongArray(CLASSES);

    void add(long millis) {
        int number = millis < 1 ? 0 : 1 + (int) (Math.log(millis) / GROWTH);
        counts.incrementAndGet(Math.min(CLASSES - 1, number));
    }

    /** Takes out all that was counted. */
    long[] drain() {
        long[] drained = new long[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            drained[i] = counts.getAndSet(i, 0);
        }
        return drained;
    }

    /** What so many percent took at the most, in milliseconds; -1 where nothing was counted. */
    static long percentile(long[] counts, int percent) {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        if (all == 0) {
            return -1;
        }
        long wanted = (all * percent + 99) / 100;
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return i == 0 ? 0 : Math.round(Math.exp(i * GROWTH));
            }
        }
        return -1;
    }
}
