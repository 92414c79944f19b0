package mailserver.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import mailserver.wire.Connection;
import mailserver.wire.text.IpText;
import mailserver.wire.text.LogLine;
import org.tinylog.Logger;

/**
 * Turns clients away that found no place, with a line that says why and that later is better. So that they see it the
 * connection is closed slowly, reading on for a moment; but only so many at a time, or a flood of clients would hold by being
 * refused what it couldn't get by being let in. For the same reason the log has no line for each.
 */
final class Refusals {
    private static final long BETWEEN_LOG_LINES = Duration.ofSeconds(1).toNanos();

    private final Semaphore unhurried;
    private final AtomicLong unsaid = new AtomicLong();
    private final AtomicLong saidAt = new AtomicLong(System.nanoTime() - BETWEEN_LOG_LINES);

    /** @param mostAtOnce how many are said goodbye to slowly; those beyond are cut right behind the line */
    Refusals(int mostAtOnce) {
        this.unhurried = new Semaphore(mostAtOnce);
    }

    /** Logs a refusal; within a second of another one it is only counted. */
    void log(Service service, InetAddress client, String why) {
        long last = saidAt.get();
        long now = System.nanoTime();
        if (now - last < BETWEEN_LOG_LINES || !saidAt.compareAndSet(last, now)) {
            unsaid.incrementAndGet();
            return;
        }
        Logger.info(LogLine.of(service.label(), IpText.of(client))
                .with("unsaid", unsaid.getAndSet(0))
                .status("refused", why));
    }

    /** Says so much and closes. */
    void send(Socket client, String line) throws IOException {
        byte[] octets = (line + "\r\n").getBytes(StandardCharsets.UTF_8);
        if (!unhurried.tryAcquire()) {
            // It fits into a socket's empty buffer: nobody can make us wait here.
            OutputStream out = client.getOutputStream();
            out.write(octets);
            client.close();
            return;
        }
        try {
            var connection = new Connection(client);
            connection.write(octets, 0, octets.length);
            connection.closeGently();
        } finally {
            unhurried.release();
        }
    }
}
