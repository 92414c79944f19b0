package mailserver.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Notices that a file of a Maildir is written to where it lies, which leaves no trace in the folder's times. The kernel tells of it
 * (inotify(7)), for what is done on this machine; writers on other machines are not seen.
 */
final class WriteWatch {
    /** One for the process: the kernel lets a user have some hundred of them, and each has a thread. Empty where the system can't. */
    private static final class Shared {
        private static final Optional<WatchService> SERVICE = make();

        private static Optional<WatchService> make() {
            try {
                return Optional.of(FileSystems.getDefault().newWatchService());
            } catch (IOException e) {
                // Too many instances (fs.inotify.max_user_instances).
                return Optional.empty();
            }
        }
    }

    private WriteWatch() {}

    /** One Maildir that is watched, for one user at a time. */
    record Watched(List<WatchKey> keys) implements Closeable {
        /** Whether a file there was written to since the watch began, or anything else makes it doubtful. */
        boolean isWritten() {
            boolean written = false;
            for (WatchKey key : keys) {
                written |= !key.pollEvents().isEmpty() || !key.isValid();
                key.reset();
            }
            return written;
        }

        @Override
        public void close() {
            keys.forEach(WatchKey::cancel);
        }
    }

    /** Watches both folders from now on. Empty where that can't be done. */
    static Optional<Watched> watch(Path maildir) {
        Optional<WatchService> found = Shared.SERVICE;
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var keys = new ArrayList<WatchKey>();
        try {
            for (String folder : List.of("new", "cur")) {
                Path path = maildir.resolve(folder);
                if (Files.isDirectory(path)) {
                    keys.add(path.register(found.get(), StandardWatchEventKinds.ENTRY_MODIFY));
                }
            }
            return Optional.of(new Watched(List.copyOf(keys)));
        } catch (IOException e) {
            // Too many watches, perhaps (fs.inotify.max_user_watches).
            keys.forEach(WatchKey::cancel);
            return Optional.empty();
        }
    }
}
