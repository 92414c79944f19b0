package mailserver.store;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the unique part of Maildir file names, {@code <seconds>.M<micros>P<pid>Q<count>.<host>}. The time in them never
 * stands still nor goes back, so that the names of one process sort in the order they were made.
 */
public final class MaildirNames {
    private static final long MICROS = 1_000_000;
    /** Size, digest and flags must find room within the 255 octets of a file name. */
    private static final int LONGEST_HOST = 64;

    private final InstantSource clock;
    private final String process;
    private final String host;
    private final AtomicLong last = new AtomicLong();
    private final AtomicLong count = new AtomicLong();

    /** @param hostname keeps two machines apart that deliver to the same Maildir over a network */
    public MaildirNames(InstantSource clock, String hostname) {
        this.clock = clock;
        this.process = "P" + ProcessHandle.current().pid();
        this.host = escaped(hostname.substring(0, Math.min(hostname.length(), LONGEST_HOST)));
    }

    public String next() {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        long time = last.updateAndGet(before -> Math.max(before + 1, now));
        return time / MICROS + ".M" + time % MICROS + process + "Q" + count.incrementAndGet() + "." + host;
    }

    /** The same for a message that came at another time, and shall be sorted there. */
    public String next(Instant came) {
        long time = ChronoUnit.MICROS.between(Instant.EPOCH, came);
        return time / MICROS + ".M" + time % MICROS + process + "Q" + count.incrementAndGet() + "." + host;
    }

    /** As the Maildir page at cr.yp.to has it; the comma, because sizes stand behind one. */
    private static String escaped(String hostname) {
        return hostname.replace("/", "\\057").replace(":", "\\072").replace(",", "\\054");
    }
}
