package mailserver.netns;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mailserver.load.Programs;
import mailserver.load.Wait;

/** A process on a {@link Machine}, which nsenter(1) waits for on our side. */
public final class RemoteProcess implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process waiting;
    private final ProcessHandle process;

    private RemoteProcess(Process waiting, ProcessHandle process) {
        this.waiting = waiting;
        this.process = process;
    }

    static RemoteProcess of(Process waiting) throws IOException {
        if (!Wait.atMost(PATIENCE, () -> waiting.children().findAny().isPresent() || !waiting.isAlive())) {
            throw new IOException("nsenter starts nothing");
        }
        return new RemoteProcess(waiting, waiting.children().findAny().orElse(waiting.toHandle()));
    }

    public boolean isAlive() {
        return waiting.isAlive();
    }

    /** SIGKILL; gone when this returns. */
    public void kill() throws IOException {
        process.destroyForcibly();
        await();
    }

    /** SIGSTOP: it does nothing until it is told to go on, nor does it know of that time. */
    public void pause() throws IOException {
        signal("STOP", process);
    }

    /** SIGCONT. */
    public void goOn() throws IOException {
        // nsenter stops with its child.
        signal("CONT", waiting.toHandle());
        signal("CONT", process);
    }

    private static void signal(String signal, ProcessHandle to) throws IOException {
        Programs.run("kill", "-" + signal, Long.toString(to.pid()));
    }

    /** SIGTERM, and waits for the end. */
    public void stop() throws IOException {
        process.destroy();
        await();
    }

    private void await() throws IOException {
        try {
            signalIfStopped();
            if (!waiting.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("process " + process.pid() + " did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void signalIfStopped() throws IOException {
        if (waiting.isAlive()) {
            Programs.works("kill", "-CONT", Long.toString(waiting.pid()));
        }
    }

    @Override
    public void close() throws IOException {
        if (isAlive()) {
            kill();
        }
    }
}
