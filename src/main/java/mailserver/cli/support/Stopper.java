package mailserver.cli.support;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import mailserver.config.ServerFiles;
import mailserver.control.ControlAnswer;
import mailserver.control.ControlClient;
import mailserver.control.ControlRequest;
import mailserver.store.LockFile;

/** Asks a running server to stop and waits until its home is free. */
public final class Stopper {
    private static final Duration LOOK = Duration.ofMillis(50);
    // Sessions have ten seconds, goodbyes and deliveries under way some more.
    private static final Duration MOST = Duration.ofSeconds(60);

    private final ServerFiles files;

    public Stopper(ServerFiles files) {
        this.files = files;
    }

    /** @return false when nothing runs */
    public boolean stop(PrintWriter out) throws IOException, CommandFailed, InterruptedException {
        Optional<ControlAnswer> answer = new ControlClient(files.control()).ask(new ControlRequest.Stop());
        if (answer.isEmpty()) {
            if (isFree()) {
                return false;
            }
            out.println("the server is starting or stopping already, waiting ...");
        }
        answer.ifPresent(heard -> heard.lines().forEach(out::println));
        out.flush();
        long until = System.nanoTime() + MOST.toNanos();
        while (!isFree()) {
            if (System.nanoTime() > until) {
                throw new CommandFailed("process " + pid() + " still holds " + files.lock() + " after "
                        + MOST.toSeconds() + " s; \"kill " + pid() + "\" ends it");
            }
            Thread.sleep(LOOK);
        }
        return true;
    }

    /** Whether no process holds the home's lock. */
    public boolean isFree() throws IOException {
        if (!Files.exists(files.lock())) {
            return true;
        }
        Optional<LockFile> lock = LockFile.tryAcquire(files.lock());
        if (lock.isPresent()) {
            lock.get().close();
        }
        return lock.isPresent();
    }

    private String pid() throws IOException {
        return Files.exists(files.pid()) ? Files.readString(files.pid()).strip() : "PID";
    }
}
