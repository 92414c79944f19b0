package mailserver.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;

/** Clients that work at the same time, each with a histogram of its own, so that none waits for another. */
final class Crew {
    /** Of a nanosecond to a minute and a half, to three digits. */
    private static final long LONGEST = Duration.ofSeconds(100).toNanos();

    /** So many block in reads without harm, and cost less than virtual threads, which go through a poller. */
    private static final int FEW = 200;

    private final int size;
    private final List<Histogram> histograms = new ArrayList<>();
    private final CountDownLatch running;
    private final AtomicReference<IOException> failure = new AtomicReference<>();

    interface Client {
        void run(int number, Histogram latencies) throws IOException;
    }

    Crew(int size) {
        this.size = size;
        this.running = new CountDownLatch(size);
    }

    static Histogram histogram() {
        return new Histogram(LONGEST, 3);
    }

    void start(Client client) {
        Thread.Builder threads = size <= FEW ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
        for (int i = 0; i < size; i++) {
            int number = i;
            Histogram latencies = histogram();
            histograms.add(latencies);
            threads.start(() -> {
                try {
                    client.run(number, latencies);
                } catch (IOException e) {
                    failure.compareAndSet(null, e);
                } finally {
                    running.countDown();
                }
            });
        }
    }

    /** Until all have ended, shows how far they are. */
    void watch(Runnable progress) throws IOException {
        try {
            while (!running.await(200, TimeUnit.MILLISECONDS)) {
                progress.run();
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    /** All that was measured together. */
    Histogram join() throws IOException {
        if (failure.get() != null) {
            throw new IOException("a client failed: " + failure.get().getMessage(), failure.get());
        }
        Histogram all = histogram();
        histograms.forEach(all::add);
        return all;
    }
}
