package mailserver.prove;

import java.io.IOException;
import mailserver.load.LoopMount;
import mailserver.load.ServerProcess;

/** How a round of the crash proof ends for the server. */
sealed interface Ending {
    /** Before the first round, when the home is there. */
    default void prepare() throws IOException {}

    void end(ServerProcess server) throws IOException;

    /** Does the server live on for a moment without a disk? */
    boolean failsDisk();

    /** Completes "each ended by …". */
    String text();

    /** The process dies; the kernel has all that it wrote. */
    record Kill() implements Ending {
        @Override
        public void end(ServerProcess server) {
            server.kill();
        }

        @Override
        public boolean failsDisk() {
            return false;
        }

        @Override
        public String text() {
            return "SIGKILL";
        }
    }

    /** The file system dies first, and with it what wasn't synced; the server meets errors for a moment. */
    record Cut(LoopMount mount) implements Ending {
        @Override
        public void prepare() throws IOException {
            mount.sync();
        }

        @Override
        public void end(ServerProcess server) throws IOException {
            mount.cut();
            server.kill();
            mount.mountAgain();
        }

        @Override
        public boolean failsDisk() {
            return true;
        }

        @Override
        public String text() {
            return "a shutdown of the file system";
        }
    }
}
