package mailserver.load;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting for what another process does, which tells nobody. */
public final class Wait {
    private static final Duration STEP = Duration.ofMillis(5);

    private Wait() {}

    public interface Condition<E extends Exception> {
        boolean holds() throws E;
    }

    /** Waits until it holds; false when it doesn't after this time. */
    public static <E extends Exception> boolean atMost(Duration time, Condition<E> condition) throws E {
        return atMost(time, STEP, condition);
    }

    /** @param step how often to look */
    public static <E extends Exception> boolean atMost(Duration time, Duration step, Condition<E> condition) throws E {
        long end = System.nanoTime() + time.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                return false;
            }
            pause(step);
        }
        return true;
    }

    public static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
