package mailserver.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * How often a second the disk does what a message costs at least, by threads of the system that do nothing else.
 *
 * @param folder   on the disk; each measurement makes folders of its own in it, and removes none
 * @param messages for each measurement, of a usual size
 */
public record BareDisk(Path folder, int messages) {
    private static final int SMALL = 4096;
    private static final int LARGE = 1_000_000;

    /** In messages a second, the second time: the first one is for the compiler. */
    public double measure(Bound bound) throws IOException {
        once(bound, "warm-");
        return once(bound, "");
    }

    private double once(Bound bound, String prefix) throws IOException {
        Path here = Files.createDirectories(folder.resolve(prefix + bound.name()));
        try {
            return switch (bound) {
                case ONE -> delivered(here, 1, SMALL, messages);
                case TWENTY -> delivered(here, 20, SMALL, messages);
                case LARGE -> delivered(here, 20, LARGE, messages / 10);
                case FIFTY -> copied(here, messages / 10);
                case QUEUE -> queued(here);
                case RELAY -> relayed(here);
                case REUSED -> reused(here);
            };
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private interface Step {
        void take(int thread, String name) throws IOException;
    }

    /** How often a second all threads together take the step. */
    private static double rate(int threads, int count, Step step) throws IOException, InterruptedException {
        int each = Math.max(1, count / threads);
        long begin = System.nanoTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            var ends = new ArrayList<Future<?>>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                ends.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        step.take(number, "m" + number + "." + i);
                    }
                    return null;
                }));
            }
            await(ends);
        }
        return each * threads / seconds(begin);
    }

    private static double delivered(Path folder, int threads, int size, int count)
            throws IOException, InterruptedException {
        Path tmp = Files.createDirectories(folder.resolve("tmp"));
        Path fresh = Files.createDirectories(folder.resolve("new"));
        ByteBuffer message = ByteBuffer.allocateDirect(size);
        return rate(threads, count, (thread, name) -> {
            Files.move(write(tmp.resolve(name), message), fresh.resolve(name));
            sync(fresh);
        });
    }

    private double queued(Path folder) throws IOException, InterruptedException {
        ByteBuffer message = ByteBuffer.allocateDirect(SMALL);
        return rate(20, messages, (thread, name) -> {
            Path text = write(folder.resolve(name + ".eml"), message);
            Path envelope = folder.resolve(name + ".envelope");
            Files.move(write(folder.resolve("." + name), message), envelope);
            sync(folder);
            Files.delete(envelope);
            Files.delete(text);
            sync(folder);
        });
    }

    /** A removal that a power cut undoes sends a message twice, and loses none: no server has to sync it. */
    private double relayed(Path folder) throws IOException, InterruptedException {
        ByteBuffer message = ByteBuffer.allocateDirect(SMALL);
        return rate(20, messages, (thread, name) -> {
            Path entry = folder.resolve(name);
            Files.move(write(folder.resolve("." + name), message), entry);
            sync(folder);
            Files.delete(entry);
        });
    }

    private double reused(Path folder) throws IOException, InterruptedException {
        ByteBuffer message = ByteBuffer.allocateDirect(SMALL);
        return rate(20, messages, (thread, name) -> {
            Path spare = folder.resolve("spare" + thread);
            Path entry = folder.resolve(name);
            try (FileChannel channel = FileChannel.open(spare, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
                channel.write(message.duplicate());
                channel.force(false);
            }
            Files.move(spare, entry);
            sync(folder);
            Files.move(entry, spare);
        });
    }

    private static double copied(Path folder, int count) throws IOException, InterruptedException {
        ByteBuffer message = ByteBuffer.allocateDirect(SMALL);
        List<Path> mailboxes =
                IntStream.range(0, 50).mapToObj(i -> folder.resolve("new" + i)).toList();
        for (Path mailbox : mailboxes) {
            Files.createDirectories(mailbox);
        }
        long begin = System.nanoTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(32)) {
            for (int i = 0; i < count; i++) {
                Path file = write(folder.resolve("m" + i), message);
                for (Path mailbox : mailboxes) {
                    Files.createLink(mailbox.resolve("m" + i), file);
                }
                var ends = mailboxes.stream()
                        .<Future<?>>map(mailbox -> pool.submit(() -> {
                            sync(mailbox);
                            return null;
                        }))
                        .toList();
                await(ends);
                Files.delete(file);
            }
        }
        return count / seconds(begin);
    }

    private static Path write(Path file, ByteBuffer message) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            ByteBuffer octets = message.duplicate();
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        }
        return file;
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void await(List<Future<?>> ends) throws IOException, InterruptedException {
        for (Future<?> end : ends) {
            try {
                end.get();
            } catch (ExecutionException e) {
                throw new IOException(
                        "the disk can't be measured: " + e.getCause().getMessage(), e);
            }
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
