package mailserver.record.history;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailserver.store.DurableFiles;

/**
 * Samples in a file of a fixed size: a ring of minutes for a day, and one of half hours for a month. Each has its place by its time, so a
 * sample is written where the one a round before it was. Nothing is synced, for none of it is mail; what a crash left half written is of
 * another time and isn't read. For one writer.
 */
final class HistoryFile implements Closeable {
    /** A ring. */
    enum Ring {
        MINUTES(Duration.ofMinutes(1), 25 * 60),
        HALF_HOURS(Duration.ofMinutes(30), 32 * 48);

        private final Duration step;
        private final int slots;

        Ring(Duration step, int slots) {
            this.step = step;
            this.slots = slots;
        }

        Duration step() {
            return step;
        }

        /** The beginning of the stretch that a time is in. */
        Instant begin(Instant time) {
            return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), step.toSeconds()) * step.toSeconds());
        }

        private long slot(Instant began) {
            return Math.floorMod(began.getEpochSecond() / step.toSeconds(), (long) slots);
        }
    }

    /** Another number for another layout. */
    private static final long MAGIC = 0x6d61696c68303031L;

    private static final int HEADER = Long.BYTES;
    private static final int RECORD = (1 + Sample.NAMES.size()) * Long.BYTES;

    private final FileChannel channel;

    HistoryFile(Path file) throws IOException {
        DurableFiles.makeFolder(file.toAbsolutePath().getParent());
        this.channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        ByteBuffer magic = ByteBuffer.allocate(HEADER);
        if (channel.read(magic, 0) < HEADER || magic.getLong(0) != MAGIC) {
            channel.truncate(0);
            channel.write(ByteBuffer.allocate(HEADER).putLong(MAGIC).flip(), 0);
        }
    }

    /** Adds to what is known of the stretch. */
    void add(Ring ring, Sample sample) throws IOException {
        Sample all = read(ring, sample.began()).map(known -> known.with(sample)).orElse(sample);
        ByteBuffer record = ByteBuffer.allocate(RECORD).putLong(all.began().getEpochSecond());
        for (long value : all.values()) {
            record.putLong(value);
        }
        channel.write(record.flip(), position(ring, sample.began()));
    }

    /** Those that began at this time or later, up to another, the oldest first. */
    List<Sample> read(Ring ring, Instant from, Instant to) throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (Instant began = ring.begin(from); !began.isAfter(to); began = began.plus(ring.step())) {
            read(ring, began).ifPresent(samples::add);
        }
        return samples;
    }

    private Optional<Sample> read(Ring ring, Instant began) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(RECORD);
        if (channel.read(record, position(ring, began)) < RECORD || record.getLong(0) != began.getEpochSecond()) {
            return Optional.empty();
        }
        long[] values = new long[Sample.NAMES.size()];
        record.position(Long.BYTES).limit(RECORD);
        record.asLongBuffer().get(values);
        return Optional.of(new Sample(began, values));
    }

    private static long position(Ring ring, Instant began) {
        long before = ring == Ring.MINUTES ? 0 : Ring.MINUTES.slots;
        return HEADER + (before + ring.slot(began)) * RECORD;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
