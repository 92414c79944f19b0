package mailserver.cli.queue;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.SettingsFiles;
import mailserver.config.NodeFiles;
import mailserver.config.ServerFiles;
import mailserver.config.file.ConfigurationException;
import mailserver.control.ControlAnswer;
import mailserver.control.ControlRequest;
import mailserver.control.ControlRequest.QueueChange;
import mailserver.queue.QueueOrder;
import mailserver.queue.files.QueueFolder;
import mailserver.queue.runner.QueueRunner;
import mailserver.server.OfflineMailSystem;
import mailserver.store.DurableFiles;
import mailserver.store.LockFile;

/** Changes the queue's files while no server runs, holding the home's lock so that none starts meanwhile. */
final class OfflineQueue {
    private final ServerFiles files;

    OfflineQueue(ServerFiles files) {
        this.files = files;
    }

    /** Another node must not take the queue over in the midst of it. */
    private Closeable keepFromOthers() throws IOException, CommandFailed {
        if (files.shared().isEmpty()) {
            return () -> {};
        }
        NodeFiles own = files.shared().get().own();
        DurableFiles.makeFolder(own.folder());
        return LockFile.tryAcquire(own.takeover())
                .orElseThrow(() -> new CommandFailed("another node is just taking the queue over; try again"));
    }

    /** @return lines that say what was done */
    List<String> change(ControlRequest.OfQueue request) throws IOException, CommandFailed, ConfigurationException {
        DurableFiles.makeFolder(files.run());
        LockFile lock = LockFile.tryAcquire(files.lock())
                .orElseThrow(() ->
                        new CommandFailed("a server is just starting or stopping in " + files.home() + "; try again"));
        try (lock) {
            Closeable kept = keepFromOthers();
            try (kept) {
                return changeOurs(request);
            }
        }
    }

    private List<String> changeOurs(ControlRequest.OfQueue request)
            throws IOException, CommandFailed, ConfigurationException {
        ControlAnswer answer;
        if (request instanceof QueueChange change && change.order() == QueueOrder.BOUNCE) {
            // The report has to find its way, by rules that stand in the configuration.
            try (var room = new OfflineMailSystem(files, SettingsFiles.load(files))) {
                answer = new QueueChanges(room.queue(), false).answer(request);
            }
        } else {
            QueueRunner queue = QueueRunner.idle(new QueueFolder(files.queue(), InstantSource.system()));
            answer = new QueueChanges(queue, false).answer(request);
        }
        if (answer.error().isPresent()) {
            throw new CommandFailed(answer.error().get());
        }
        return answer.lines();
    }
}
