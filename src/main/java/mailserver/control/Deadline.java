package mailserver.control;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** Closes what takes too long: a UNIX domain channel has no timeouts of its own, and a close wakes whoever waits on it. */
final class Deadline implements Closeable {
    private final Thread watcher;

    Deadline(Closeable what, Duration most) {
        watcher = Thread.ofVirtual().name("deadline").start(() -> {
            try {
                Thread.sleep(most);
                what.close();
            } catch (InterruptedException e) {
                // It was done in time.
            } catch (IOException e) {
                // A channel that can't be closed is closed.
            }
        });
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
