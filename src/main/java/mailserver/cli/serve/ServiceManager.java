package mailserver.cli.serve;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.tinylog.Logger;

/**
 * Tells systemd that the server is ready, lives, and stops (sd_notify(3)), where systemd wants to know.
 *
 * <p>It listens on a datagram socket of the Unix domain, which Java doesn't have, and the foreign functions that could open one are no
 * part of Java 21. So systemd's own program says it for us, a process each time; the unit needs NotifyAccess=all for that.
 */
final class ServiceManager implements Closeable {
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String INTERVAL = "WATCHDOG_USEC";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<String> program;
    private final boolean listens;
    private final Duration watchdog;
    private volatile boolean closed;

    /** @param environment as systemd has set it, or hasn't */
    ServiceManager(Map<String, String> environment) {
        this(environment, List.of("systemd-notify"));
    }

    /** @param program what is called instead of systemd-notify(1) */
    ServiceManager(Map<String, String> environment, List<String> program) {
        this.program = List.copyOf(program);
        this.listens = !environment.getOrDefault(SOCKET, "").isEmpty();
        String micros = environment.getOrDefault(INTERVAL, "");
        this.watchdog = listens && micros.matches("[1-9][0-9]{0,17}")
                ? Duration.of(Long.parseLong(micros), ChronoUnit.MICROS)
                : Duration.ZERO;
    }

    /**
     * The server answers. From now on systemd hears so again and again, if it wants to, as long as it is true.
     *
     * @param lives asked before each time; may take a while
     */
    void ready(String status, BooleanSupplier lives) {
        if (!listens) {
            return;
        }
        tell("--ready", "--pid=" + ProcessHandle.current().pid(), "--status=" + status);
        if (!watchdog.isZero()) {
            // sd_watchdog_enabled(3) advises half of the time.
            Thread.ofPlatform().daemon().name("watchdog").start(() -> watch(watchdog.dividedBy(2), lives));
        }
    }

    private void watch(Duration interval, BooleanSupplier lives) {
        while (!closed) {
            if (lives.getAsBoolean()) {
                tell("WATCHDOG=1");
            } else {
                Logger.error("the server doesn't answer; systemd will end it if that goes on");
            }
            LockSupport.parkNanos(interval.toNanos());
        }
    }

    /** It stops because somebody wants so. */
    @Override
    public void close() {
        closed = true;
        if (listens) {
            tell("STOPPING=1");
        }
    }

    private void tell(String... what) {
        var command = new ArrayList<>(program);
        command.addAll(List.of(what));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                Logger.warn("systemd-notify doesn't end");
            } else if (process.exitValue() != 0) {
                Logger.warn("systemd-notify {} failed with {}", what[0], process.exitValue());
            }
        } catch (IOException e) {
            Logger.warn("systemd can't be told: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
