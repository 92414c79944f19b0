package mailserver.bench.peers;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import mailserver.bench.CountingReceiver;
import mailserver.bench.Filler;
import mailserver.bench.Outcome;
import mailserver.load.Sink;
import mailserver.load.Talk;
import mailserver.load.Wait;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** A peer that is well while another keeps the server busy: how long does a message for it take from its 250? */
final class OtherPeer implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofMillis(1);

    private final Host host;
    private final CountingReceiver arrived = new CountingReceiver();
    private final Sink sink;
    private final Histogram waits = new ConcurrentHistogram(PATIENCE.toNanos() * 2, 3);
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::run);
    private volatile boolean ended;
    private volatile String failure = "";

    OtherPeer(Host host, int port) throws IOException {
        this.host = host;
        this.sink = new Sink(port, arrived);
    }

    void start() {
        thread.start();
    }

    private void run() {
        byte[] letter = Filler.wire(1000);
        try (Talk talk = Talk.to(host.smtp(), PATIENCE)) {
            talk.reply();
            talk.agree("EHLO client.example", 250);
            while (!ended) {
                send(talk, letter);
                Wait.pause(BETWEEN);
            }
            talk.ask("QUIT");
        } catch (IOException e) {
            failure = ", then " + e.getMessage();
        }
    }

    private void send(Talk talk, byte[] letter) throws IOException {
        long before = arrived.getAsLong();
        talk.agree("MAIL FROM:<bench@client.example>", 250);
        talk.agree("RCPT TO:<somebody@other.example>", 250);
        talk.agree("DATA", 354);
        talk.send(letter);
        if (talk.reply() != 250) {
            throw new IOException("the server said " + talk.said());
        }
        long from = System.nanoTime();
        if (!Wait.atMost(PATIENCE, LOOK, () -> arrived.getAsLong() > before)) {
            throw new IOException("one did not arrive in " + PATIENCE.toSeconds() + " s");
        }
        waits.recordValue(System.nanoTime() - from);
    }

    /** Ends it, and tells what it has come to. */
    String waits() throws IOException {
        ended = true;
        try {
            thread.join(PATIENCE.plus(BETWEEN));
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
        return waits.getTotalCount() + " messages for another peer took "
                + Outcome.text(waits.getValueAtPercentile(50) / 1e6) + " ms in the middle, "
                + Outcome.text(waits.getMaxValue() / 1e6) + " ms at most" + failure;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        sink.close();
    }
}
