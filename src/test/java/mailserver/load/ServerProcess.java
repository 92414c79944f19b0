package mailserver.load;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** This project's server in the foreground, as a process of its own. What it prints goes to a file in its home. */
public final class ServerProcess implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Home home;
    private final Path output;
    private final Process process;

    private ServerProcess(Home home, ServerCommand command) throws IOException {
        this.home = home;
        this.output = home.folder().resolve("output");
        // One that was killed leaves the file behind.
        Files.deleteIfExists(home.portsFile());
        process = command.process(home.folder(), "run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }

    /** Starts it and doesn't wait. */
    public static ServerProcess launch(Home home, ServerCommand command) throws IOException {
        return new ServerProcess(home, command);
    }

    /** Starts it and waits until it is ready. */
    public static ServerProcess start(Home home, ServerCommand command) throws IOException {
        var server = launch(home, command);
        try {
            Wait.atMost(PATIENCE, () -> server.isReady() || !server.isAlive());
            if (!server.isReady()) {
                throw new IOException("the server did not start; it said:\n" + Files.readString(server.output));
            }
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** Does every port answer? */
    public boolean isReady() {
        return Files.exists(home.portsFile());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** The server's own, where it runs under another program. */
    public long serverPid() throws IOException {
        return Long.parseLong(
                Files.readString(home.maildir().resolve("run/pid")).strip());
    }

    /** SIGKILL; gone when this returns. */
    public void kill() {
        process.destroyForcibly();
        end();
    }

    /** SIGTERM, and waits for the end. */
    public void stop() {
        process.destroy();
        end();
    }

    private void end() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("process " + process.pid() + " did not end");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (isAlive()) {
            kill();
        }
    }
}
