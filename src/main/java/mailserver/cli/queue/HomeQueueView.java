package mailserver.cli.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.ControlCalls;
import mailserver.cli.support.Stopper;
import mailserver.config.ServerFiles;
import mailserver.control.ControlRequest;
import mailserver.queue.files.QueueFolder;
import mailserver.queue.look.HopLines;
import mailserver.queue.look.QueueView;

/** What is known beside the entries of a home's queue: from its server, where one runs, and from its files. */
final class HomeQueueView {
    private HomeQueueView() {}

    static QueueView of(ServerFiles files) throws IOException, CommandFailed {
        Optional<List<String>> hops = new ControlCalls(files).askIfRunning(new ControlRequest.QueueHops());
        // One that drains doesn't answer any more, but holds the home.
        boolean running = hops.isPresent() || !new Stopper(files).isFree();
        return new QueueView(running, new HopLines().read(hops.orElse(List.of())), paused(files), Instant.now());
    }

    private static Set<String> paused(ServerFiles files) throws IOException {
        if (!Files.isDirectory(files.queue())) {
            return Set.of();
        }
        return new TreeSet<>(new QueueFolder(files.queue(), InstantSource.system()).paused());
    }
}
