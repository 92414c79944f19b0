package mailserver.cli;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import mailserver.config.ServerFiles;
import mailserver.queue.QueueEntry;
import mailserver.queue.QueueFolder;
import mailserver.server.ControlRequest;
import mailserver.server.ControlRequest.QueueChange;
import mailserver.store.Durable;
import mailserver.store.LockFile;

/** Changes the queue's files while no server runs, holding the home's lock so that none starts meanwhile. */
final class OfflineQueue {
    private final ServerFiles files;

    OfflineQueue(ServerFiles files) {
        this.files = files;
    }

    /** @return lines that say what was done */
    List<String> change(ControlRequest.OfQueue request) throws IOException, CommandFailed {
        Durable.makeFolder(files.run());
        LockFile lock = LockFile.tryAcquire(files.lock())
                .orElseThrow(() ->
                        new CommandFailed("a server is just starting or stopping in " + files.home() + "; try again"));
        try (lock) {
            var folder = new QueueFolder(files.queue(), InstantSource.system());
            return switch (request) {
                case QueueChange change -> change(folder, change);
                case ControlRequest.QueueRetryAll ignored -> retryAll(folder);
            };
        }
    }

    private static List<String> change(QueueFolder folder, QueueChange change) throws IOException {
        String id = change.id();
        return switch (change.verb()) {
            case RETRY -> {
                folder.update(folder.load(id).dueAt(Instant.now()));
                yield List.of(id + " is tried as soon as a server runs");
            }
            case HOLD -> {
                folder.update(folder.load(id).asHeld(true));
                yield List.of(id + " " + change.verb().done());
            }
            case RELEASE -> {
                folder.update(folder.load(id).asHeld(false));
                yield List.of(id + " " + change.verb().done());
            }
            case REMOVE -> {
                folder.remove(id);
                yield List.of(id + " " + change.verb().done());
            }
        };
    }

    private static List<String> retryAll(QueueFolder folder) throws IOException {
        for (QueueEntry entry : folder.list()) {
            folder.update(entry.dueAt(Instant.now()));
        }
        return List.of("every message that is not held is tried as soon as a server runs");
    }
}
