package mailserver.cli.serve;

import java.io.Closeable;
import mailserver.cli.log.Logging;
import mailserver.cli.support.Exit;

/** On SIGTERM or SIGINT lets sessions finish before the process ends, and ends it with exit code 0: it was asked to. */
public final class DrainAtExit implements Closeable {
    private final Thread hook;

    public DrainAtExit(Runnable stop) {
        hook = new Thread(
                () -> {
                    stop.run();
                    Logging.shutdown();
                    // Without this the JVM would say 143, and a supervisor would think that we failed.
                    Runtime.getRuntime().halt(Exit.DONE);
                },
                "drain-at-exit");
    }

    public void arm() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The signal came: the hook is at work, and it ends the process.
        }
    }
}
