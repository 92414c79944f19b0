package mailserver.care;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Leaves the disk to others for as long as it was kept busy. A rate in octets a second was the other way; it would have to be
 * another one for each disk, and is too fast for one that is busy already.
 */
public final class Pace {
    /** Shorter rests than this cost more than they give. */
    private static final long WORTH_IT = Duration.ofMillis(20).toNanos();
    /** A disk that hung for a minute needs no minute of rest. */
    private static final long LONGEST = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanos;
    private final LongConsumer sleep;
    private long busySince;

    private Pace(LongSupplier nanos, LongConsumer sleep) {
        this.nanos = nanos;
        this.sleep = sleep;
        this.busySince = nanos.getAsLong();
    }

    /** As much rest as work. */
    public static Pace gentle() {
        return of(System::nanoTime, LockSupport::parkNanos);
    }

    /** No rest at all. */
    public static Pace full() {
        return of(() -> 0, rest -> {});
    }

    static Pace of(LongSupplier nanos, LongConsumer sleep) {
        return new Pace(nanos, sleep);
    }

    /** To be called behind each small piece of work. */
    public void rest() {
        long worked = nanos.getAsLong() - busySince;
        if (worked >= WORTH_IT) {
            sleep.accept(Math.min(worked, LONGEST));
            busySince = nanos.getAsLong();
        }
    }
}
