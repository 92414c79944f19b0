package mailserver.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command that serves, such as {@code run}, on a thread of its own; closing it asks for a stop. */
public final class InBackground implements AutoCloseable {
    private final Path home;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> exitCode;

    /** Returns once the server in this home answers. */
    public InBackground(Path home, String... args) {
        this.home = home;
        exitCode = CompletableFuture.supplyAsync(
                () -> Main.run(args, new PrintWriter(out, true), new PrintWriter(err, true)),
                task -> new Thread(task, "command").start());
        await().until(() -> exitCode.isDone() || Files.exists(home.resolve("maildir/run/control")));
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }

    public int port(String protocol) throws IOException {
        return Files.readAllLines(home.resolve("maildir/run/ports")).stream()
                .filter(line -> line.startsWith(protocol))
                .map(line -> Integer.valueOf(line.substring(line.lastIndexOf(':') + 1)))
                .findFirst()
                .orElseThrow();
    }

    public int exitCode() {
        return exitCode.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        CommandRun.run("stop", "--home", home);
        exitCode();
    }
}
