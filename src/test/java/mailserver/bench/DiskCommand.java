package mailserver.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import mailserver.load.Scratch;
import mailserver.load.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code bin/bench disk}: how often a second the disk does what a message costs at least, by threads of the system that do nothing
 * else. No server that keeps its word is faster.
 */
@Command(
        name = "disk",
        description = "Measure what a durable delivery costs the disk, without a mail server: the bound for any.")
final class DiskCommand implements Callable<Integer> {
    private static final ByteBuffer MESSAGE = ByteBuffer.allocateDirect(4096);

    @Option(names = "--dir", defaultValue = "/var/tmp", description = "On the disk to be measured; ${DEFAULT-VALUE}.")
    private Path dir;

    @Option(names = "--messages", defaultValue = "3000", description = "For each line; ${DEFAULT-VALUE}.")
    private int messages;

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory(dir, "mailserver-bench");
        try (var scratch = new Scratch(folder.toRealPath(), false)) {
            var table = new Table("a message of 4 KB, durably", "messages/s");
            for (int threads : List.of(1, 20)) {
                // The first time doesn't count: code is compiled.
                delivered(scratch.folder().resolve("warm" + threads), threads);
                double rate = delivered(scratch.folder().resolve("at" + threads), threads);
                table.row("file, its sync, its name, the folder's sync; " + threads + " at once", Outcome.text(rate));
            }
            copied(scratch.folder().resolve("warm50"), messages / 10);
            double copies = copied(scratch.folder().resolve("at50"), messages / 10);
            table.row("the same under 50 names in 50 folders, one message after the other", Outcome.text(copies));
            queued(scratch.folder().resolve("warmqueue"));
            double queue = queued(scratch.folder().resolve("queue"));
            table.row("into a queue as two files, and out again; 20 at once", Outcome.text(queue));
            System.out.print(table);
        }
        return 0;
    }

    private interface Step {
        void take(String name) throws IOException;
    }

    /** How often a second all threads together take the step. */
    private double rate(int threads, Step step) throws IOException, InterruptedException {
        int each = messages / threads;
        long begin = System.nanoTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            var ends = new ArrayList<Future<?>>();
            for (int thread = 0; thread < threads; thread++) {
                String name = "m" + thread + ".";
                ends.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        step.take(name + i);
                    }
                    return null;
                }));
            }
            await(ends);
        }
        return each * threads / seconds(begin);
    }

    private double delivered(Path folder, int threads) throws IOException, InterruptedException {
        Path tmp = Files.createDirectories(folder.resolve("tmp"));
        Path fresh = Files.createDirectories(folder.resolve("new"));
        return rate(threads, name -> {
            Files.move(write(tmp.resolve(name)), fresh.resolve(name));
            sync(fresh);
        });
    }

    private double queued(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        return rate(20, name -> {
            Path text = write(folder.resolve(name + ".eml"));
            Path envelope = folder.resolve(name + ".envelope");
            Files.move(write(folder.resolve("." + name)), envelope);
            sync(folder);
            Files.delete(envelope);
            Files.delete(text);
            sync(folder);
        });
    }

    private double copied(Path folder, int count) throws IOException, InterruptedException {
        List<Path> mailboxes =
                IntStream.range(0, 50).mapToObj(i -> folder.resolve("new" + i)).toList();
        for (Path mailbox : mailboxes) {
            Files.createDirectories(mailbox);
        }
        long begin = System.nanoTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(32)) {
            for (int i = 0; i < count; i++) {
                Path file = write(folder.resolve("m" + i));
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

    private static Path write(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            channel.write(MESSAGE.duplicate());
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
