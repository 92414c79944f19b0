package mailserver.record;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import mailserver.store.DurableFiles;
import org.tinylog.Logger;

/**
 * Lines in files of some megabytes each, the oldest of which are removed by age and by size. Written behind: whoever adds a line never
 * waits, and what a crash takes is the last fraction of a second. Nothing is synced, for none of it is mail.
 */
final class SegmentedLog implements Closeable {
    /** More than that at once is dropped, and counted: it would fill the memory. */
    private static final int MOST_WAITING = 8192;
    /** So long lines are gathered, so that a busy server writes them in few calls. */
    private static final Duration GATHERING = Duration.ofMillis(50);

    private static final Duration CLOSING = Duration.ofSeconds(2);
    /** The last thing that is waited for. */
    private static final Supplier<String> END = () -> "";

    private final Segments segments;
    private final InstantSource clock;
    private final BlockingQueue<Supplier<String>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;
    private volatile boolean closed;

    /**
     * @param keep how old a file may get
     * @param size octets of all files together, give or take one file
     */
    SegmentedLog(Path folder, Duration keep, long size, InstantSource clock) {
        this.segments = new Segments(folder, keep, size);
        this.clock = clock;
        this.writer = Thread.ofPlatform()
                .daemon()
                .name("log of " + folder.getFileName())
                .start(this::write);
    }

    /** @param line without its end; it is asked for later, by another thread */
    void add(Supplier<String> line) {
        if (!closed && !waiting.offer(line)) {
            dropped.incrementAndGet();
        }
    }

    private void write() {
        var batch = new ArrayList<Supplier<String>>();
        try {
            boolean more = true;
            while (more) {
                batch.add(waiting.take());
                if (!closed) {
                    LockSupport.parkNanos(GATHERING.toNanos());
                }
                waiting.drainTo(batch);
                more = !batch.remove(END);
                write(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            // Nobody does that.
        }
    }

    private void write(List<Supplier<String>> lines) {
        if (lines.isEmpty()) {
            return;
        }
        var text = new StringBuilder();
        for (Supplier<String> line : lines) {
            try {
                text.append(line.get()).append('\n');
            } catch (RuntimeException e) {
                Logger.error(e, "a line of {} could not be made", segments.folder());
            }
        }
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            Logger.warn("{}: {} records were dropped, the disk is too slow for them", segments.folder(), lost);
        }
        try {
            segments.append(text.toString().getBytes(StandardCharsets.UTF_8), clock.instant());
        } catch (IOException | UncheckedIOException e) {
            Logger.warn("{}: {} records can't be written: {}", segments.folder(), lines.size(), e.toString());
        }
    }

    /** Writes what is left. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            // Not by an interrupt, which would close the file under the writer.
            waiting.offer(END, CLOSING.toMillis(), TimeUnit.MILLISECONDS);
            LockSupport.unpark(writer);
            writer.join(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        segments.close();
    }

    /** The files, for the one thread that writes them. */
    private static final class Segments {
        private static final long LARGEST = 4L << 20;
        private static final Duration OLDEST = Duration.ofHours(1);

        private final Path folder;
        private final Duration keep;
        private final long size;
        private FileChannel channel;
        private Instant begun = Instant.MIN;
        private long octets;

        Segments(Path folder, Duration keep, long size) {
            this.folder = folder;
            this.keep = keep;
            this.size = size;
        }

        Path folder() {
            return folder;
        }

        void append(byte[] lines, Instant now) throws IOException {
            if (channel == null
                    || octets + lines.length > Math.min(LARGEST, Math.max(1, size / 4)) && octets > 0
                    || now.isAfter(begun.plus(OLDEST))) {
                begin(now);
            }
            ByteBuffer buffer = ByteBuffer.wrap(lines);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            octets += lines.length;
        }

        private void begin(Instant now) throws IOException {
            close();
            DurableFiles.makeFolder(folder);
            prune(now);
            channel = FileChannel.open(
                    folder.resolve(SegmentFiles.name(now)), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            begun = now;
            octets = 0;
        }

        private void prune(Instant now) throws IOException {
            List<Path> files = SegmentFiles.in(folder);
            long total = 0;
            for (Path file : files) {
                total += Files.size(file);
            }
            for (Path file : files) {
                boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(keep));
                if (old || total > size) {
                    total -= Files.size(file);
                    Files.deleteIfExists(file);
                }
            }
        }

        void close() {
            if (channel != null) {
                try {
                    channel.close();
                } catch (IOException e) {
                    Logger.warn("{}: {}", folder, e.toString());
                }
            }
        }
    }
}
