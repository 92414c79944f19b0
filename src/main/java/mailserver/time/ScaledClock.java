package mailserver.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * A clock that runs faster than the day, and can be moved on: so that days of waiting pass while somebody looks. It never goes back, and
 * is right only about how much of its own time has passed.
 */
public final class ScaledClock implements InstantSource {
    /** What is said faster than that would be over before it is seen. */
    public static final double FASTEST = 100_000;

    private final double rate;
    private final Instant start;
    private final LongSupplier nanos;
    private final long startNanos;
    private final AtomicReference<Duration> advanced = new AtomicReference<>(Duration.ZERO);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** @param rate how many of its seconds pass in one; from 1 to {@link #FASTEST} */
    public ScaledClock(double rate) {
        this(rate, InstantSource.system().instant(), System::nanoTime);
    }

    ScaledClock(double rate, Instant start, LongSupplier nanos) {
        if (!(rate >= 1 && rate <= FASTEST)) {
            throw new IllegalArgumentException("a clock runs 1 to " + (long) FASTEST + " times as fast as the day");
        }
        this.rate = rate;
        this.start = start;
        this.nanos = nanos;
        this.startNanos = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        long passed = nanos.getAsLong() - startNanos;
        return start.plusNanos((long) (passed * rate)).plus(advanced.get());
    }

    /**
     * Moves it on.
     *
     * @param by zero or more
     */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("a clock doesn't go back");
        }
        advanced.updateAndGet(before -> before.plus(by));
        listeners.forEach(Runnable::run);
    }

    /** @param listener is told whenever it was moved on: who waits for a time may have waited long enough */
    public void whenAdvanced(Runnable listener) {
        listeners.add(listener);
    }

    /** What the times of files are to be compared with: the machine's clock, whatever this one says. */
    public static InstantSource ofFiles(InstantSource clock) {
        return clock instanceof ScaledClock ? InstantSource.system() : clock;
    }

    /** How long one has to wait for so much of a clock's time to pass. */
    public static Duration realTime(InstantSource clock, Duration time) {
        return clock instanceof ScaledClock scaled && scaled.rate > 1
                ? Duration.ofNanos((long) (time.toNanos() / scaled.rate))
                : time;
    }
}
