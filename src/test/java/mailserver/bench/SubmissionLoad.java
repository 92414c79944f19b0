package mailserver.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import mailserver.load.Progress;
import mailserver.load.Talk;
import org.HdrHistogram.Histogram;

/**
 * People's clients: each connection says STARTTLS, logs in by PLAIN, hands in one message and goes.
 *
 * @param users       addresses that log in, one for each connection that is open at a time
 * @param connections in all
 * @param size        of a message in octets
 * @param to          the recipient of every message
 */
public record SubmissionLoad(
        InetSocketAddress server, List<String> users, String password, int connections, int size, String to) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A latency is that of a whole connection. */
    public Outcome run() throws IOException {
        var crew = new Crew(users.size());
        var done = new LongAdder();
        byte[] letter = Filler.wire(size);
        long start = System.nanoTime();
        crew.start((number, latencies) -> {
            for (int i = number; i < connections; i += users.size()) {
                long from = System.nanoTime();
                handIn(users.get(number), letter);
                latencies.recordValue(System.nanoTime() - from);
                done.increment();
            }
        });
        crew.watch(() -> Progress.show(done.sum() + " of " + connections + " messages"));
        Histogram latencies = crew.join();
        long nanos = System.nanoTime() - start;
        Progress.clear();
        return new Outcome(connections, (long) connections * size, nanos, nanos, latencies);
    }

    private void handIn(String user, byte[] letter) throws IOException {
        try (Talk talk = Talk.to(server, PATIENCE)) {
            talk.reply();
            talk.agree("EHLO client.example", 250);
            talk.agree("STARTTLS", 220);
            // Another client each time, which has never been here.
            talk.startTls(false);
            talk.agree("EHLO client.example", 250);
            // RFC 4616 §2
            byte[] plain = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
            talk.agree("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain), 235);
            talk.agree("MAIL FROM:<" + user + ">", 250);
            talk.agree("RCPT TO:<" + to + ">", 250);
            talk.agree("DATA", 354);
            talk.send(letter);
            if (talk.reply() != 250) {
                throw new IOException("the server said " + talk.said());
            }
            talk.ask("QUIT");
        }
    }
}
