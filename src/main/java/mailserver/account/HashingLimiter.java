package mailserver.account;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Bounds the hashing that goes on at the same time, in processors and in memory.
 *
 * <p>Hashing is pure computing, and a virtual thread that computes holds its carrier: a flood of logins may slow down
 * other logins, but leaves one processor to everybody else. A hash that is made to take much memory counts for as many
 * as would fill it, so that all together stay within a quarter of the heap, or there is only one.
 */
final class HashingLimiter {
    private final int permits;
    private final long kibibytesEach;
    private final Semaphore free;
    /** For one that is preferred: how many others wait makes no difference to it. */
    private final Semaphore reserved = new Semaphore(1);

    HashingLimiter() {
        this(
                Math.max(1, Runtime.getRuntime().availableProcessors() - 1),
                Runtime.getRuntime().maxMemory() / 4 / 1024);
    }

    HashingLimiter(int permits, long kibibytes) {
        this.permits = permits;
        this.kibibytesEach = Math.max(1, kibibytes / permits);
        // In turn: a hash that needs several permits would else wait for as long as small ones come.
        this.free = new Semaphore(permits, true);
    }

    /** The same for work that must not be kept waiting by any number of others. */
    <T> T pass(int kibibytes, boolean preferred, Supplier<T> work) {
        if (!preferred || !reserved.tryAcquire()) {
            return pass(kibibytes, work);
        }
        try {
            return work.get();
        } finally {
            reserved.release();
        }
    }

    /** Does the work when its turn has come. */
    <T> T pass(int kibibytes, Supplier<T> work) {
        int weight = Math.clamp(Math.ceilDiv(kibibytes, kibibytesEach), 1, permits);
        free.acquireUninterruptibly(weight);
        try {
            return work.get();
        } finally {
            free.release(weight);
        }
    }
}
