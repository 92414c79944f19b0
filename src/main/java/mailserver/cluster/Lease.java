package mailserver.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import mailserver.store.DurableFiles;
import mailserver.store.Fence;

/**
 * A node's right to act, for a while. It holds from the moment <em>before</em> a renewal was begun to be written, for the lease's
 * length by our monotonic clock. Others count from when they <em>see</em> a renewal, which can't be earlier, by theirs, and wait
 * for a quarter longer ({@link #patience}). So the holder stops first, whatever any clock says, as long as no two
 * monotonic clocks differ by a quarter in speed, and however late a renewal is seen.
 *
 * <p>A renewal that ends after the lease has ended doesn't count: somebody may have acted on its end meanwhile. Then the
 * lease has to be taken anew, with all that belongs to that.
 */
final class Lease implements Fence {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final Duration length;
    private final Instant since;
    private final LongSupplier nanos;
    /** Of the moment at which it ends. One that never was has ended. */
    private volatile long end;

    /** Counts the times it was begun. */
    private volatile long term;

    private String holder = "";
    private long renewal;

    /** @param nanos as of {@link System#nanoTime()} */
    Lease(Path file, Duration length, Instant since, LongSupplier nanos) {
        this.file = file;
        this.length = length;
        this.since = since;
        this.nanos = nanos;
        this.end = nanos.getAsLong();
    }

    /** How long others wait without seeing a renewal. */
    static Duration patience(Duration length) {
        return length.plus(length.dividedBy(4));
    }

    @Override
    public boolean holds() {
        return nanos.getAsLong() - end < 0;
    }

    @Override
    public Fence sinceNow() {
        long began = term;
        return () -> term == began && holds();
    }

    /** Begins it. The caller has seen to it that nobody else decides about this node meanwhile. */
    void begin(NodeActivity doing) throws IOException {
        holder = HexFormat.of().toHexDigits(RANDOM.nextLong());
        long begun = nanos.getAsLong();
        write(doing);
        // Before the end is: what was begun earlier must not take the new time for its own.
        term++;
        end = begun + length.toNanos();
    }

    /** @return false when it has ended; then only {@link #begin} helps */
    boolean renew(NodeActivity doing) throws IOException {
        long begun = nanos.getAsLong();
        boolean ours = LeaseRecord.read(file)
                .filter(now -> now.holder().equals(holder))
                .isPresent();
        if (!ours) {
            end = begun;
        }
        if (!holds()) {
            return false;
        }
        write(doing);
        if (!holds()) {
            return false;
        }
        end = begun + length.toNanos();
        return true;
    }

    private void write(NodeActivity doing) throws IOException {
        new LeaseRecord(holder, ProcessMark.own(), since, length, ++renewal, doing).write(file);
    }

    /** Gives it back. */
    void close() throws IOException {
        boolean ours = holds();
        end = nanos.getAsLong();
        if (ours) {
            Files.deleteIfExists(file);
            DurableFiles.syncFolder(file.getParent());
        }
    }
}
