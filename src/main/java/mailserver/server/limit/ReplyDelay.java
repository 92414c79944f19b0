package mailserver.server.limit;

import java.time.Duration;

/** Puts off an answer. */
public final class ReplyDelay {
    private ReplyDelay() {}

    /** A thread that sleeps costs a kilobyte; who has to wait for its answer can't ask anything else on this connection. */
    public static void pause(Duration time) {
        if (time.isPositive()) {
            try {
                Thread.sleep(time);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
