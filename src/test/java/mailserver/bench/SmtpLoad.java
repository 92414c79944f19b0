package mailserver.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import mailserver.load.Progress;
import mailserver.load.Talk;
import mailserver.load.Wait;
import org.HdrHistogram.Histogram;

/** Hands in mail on many connections, and waits until all of it has arrived where it goes. */
public final class SmtpLoad {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final SmtpWork work;
    private final byte[] letter;
    private final byte[] envelope;
    private final LongAdder acknowledged = new LongAdder();
    private long start;

    public SmtpLoad(SmtpWork work) {
        this.work = work;
        this.letter = Filler.wire(work.size());
        var commands = new StringBuilder("MAIL FROM:<" + work.from() + ">\r\n");
        work.to().forEach(address -> commands.append("RCPT TO:<" + address + ">\r\n"));
        this.envelope = commands.append("DATA\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Until every message is acknowledged. */
    public Outcome run() throws IOException {
        Histogram latencies = handIn();
        return outcome(System.nanoTime() - start, 0, latencies);
    }

    /**
     * Until every message is acknowledged, and has arrived.
     *
     * @param arrived how many copies have arrived so far; a message counts once for each recipient
     */
    public Outcome run(LongSupplier arrived) throws IOException {
        long before = arrived.getAsLong();
        Histogram latencies = handIn();
        long accepted = System.nanoTime() - start;
        await(arrived, before);
        return outcome(accepted, System.nanoTime() - start - accepted, latencies);
    }

    private Outcome outcome(long accepted, long more, Histogram latencies) {
        Progress.clear();
        long octets = (long) work.messages() * work.size();
        return new Outcome(work.messages(), octets, accepted, accepted + more, latencies);
    }

    /** Returns when everything is acknowledged. */
    private Histogram handIn() throws IOException {
        var crew = new Crew(work.connections());
        start = System.nanoTime();
        crew.start(this::connection);
        crew.watch(() -> Progress.show(acknowledged.sum() + " of " + work.messages() + " messages"));
        return crew.join();
    }

    private void await(LongSupplier arrived, long before) throws IOException {
        long expected = (long) work.messages() * work.to().size();
        long last = 0;
        long changed = System.nanoTime();
        while (last < expected) {
            long now = arrived.getAsLong() - before;
            if (now > last) {
                changed = System.nanoTime();
                last = now;
            } else if (System.nanoTime() - changed > PATIENCE.toNanos()) {
                throw new IOException("only " + last + " of " + expected + " copies arrived");
            }
            if (last < expected) {
                Progress.show(last + " of " + expected + " copies have arrived");
                Wait.pause(LOOK);
            }
        }
    }

    private void connection(int number, Histogram latencies) throws IOException {
        try (Talk talk = Talk.to(work.server(), PATIENCE)) {
            talk.reply();
            talk.agree("EHLO client.example", 250);
            if (work.tls()) {
                talk.agree("STARTTLS", 220);
                talk.startTls();
                talk.agree("EHLO client.example", 250);
            }
            for (int i = number; i < work.messages(); i += work.connections()) {
                long due = pace(i);
                envelope(talk);
                long from = System.nanoTime();
                talk.send(letter);
                expect(talk, 250);
                // At a given pace a late start counts, too, or a server that stalls would hide how many it kept
                // waiting.
                latencies.recordValue(System.nanoTime() - (work.rate() > 0 ? Math.min(from, due) : from));
                acknowledged.increment();
            }
            talk.ask("QUIT");
        }
    }

    /** Waits until the message is due; returns when that was. */
    private long pace(int message) {
        if (work.rate() <= 0) {
            return 0;
        }
        long due = start + (long) (message / work.rate() * 1e9);
        long left = due - System.nanoTime();
        if (left > 0) {
            Wait.pause(Duration.ofNanos(left));
            return Math.max(due, System.nanoTime());
        }
        return due;
    }

    private void envelope(Talk talk) throws IOException {
        if (work.pipelining()) {
            talk.send(envelope);
            for (int i = 0; i <= work.to().size(); i++) {
                expect(talk, 250);
            }
            expect(talk, 354);
            return;
        }
        talk.agree("MAIL FROM:<" + work.from() + ">", 250);
        for (String address : work.to()) {
            talk.agree("RCPT TO:<" + address + ">", 250);
        }
        talk.agree("DATA", 354);
    }

    private static void expect(Talk talk, int code) throws IOException {
        if (talk.reply() != code) {
            throw new IOException("the server said " + talk.said());
        }
    }
}
