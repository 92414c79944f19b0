package mailserver.cli.queue;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.ControlCalls;
import mailserver.config.NodeFiles;
import mailserver.config.ServerFiles;
import mailserver.config.SharedFiles;
import mailserver.config.file.ConfigurationException;
import mailserver.control.ControlAnswer;
import mailserver.control.ControlRequest;
import mailserver.control.NodeOrders;
import mailserver.queue.files.QueueFolder;

/**
 * Brings what is asked of the queue to whoever has it: the home's server, or its files where none runs, and in a cluster the
 * other nodes.
 */
final class QueueOrders {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ServerFiles files;
    private final Consumer<String> out;

    QueueOrders(ServerFiles files, Consumer<String> out) {
        this.files = files;
        this.out = out;
    }

    /** Asks the one node that has an entry. */
    void ask(Optional<String> owner, ControlRequest.OfQueue request)
            throws IOException, CommandFailed, ConfigurationException {
        if (owner.isEmpty() || files.shared().isEmpty() || isOwn(owner.get())) {
            own(request);
            return;
        }
        ControlAnswer answer = ask(files.shared().get().node(owner.get()), request);
        if (answer.error().isPresent()) {
            throw new CommandFailed(answer.error().get());
        }
        answer.lines().forEach(out);
    }

    /** Asks all. Those that can't do it don't keep the others from it. */
    void askAll(ControlRequest.OfQueue request) throws IOException, CommandFailed, ConfigurationException {
        if (files.shared().isEmpty()) {
            own(request);
            return;
        }
        var refused = new ArrayList<String>();
        try {
            own(request);
        } catch (CommandFailed e) {
            refused.add(e.getMessage());
        }
        SharedFiles shared = files.shared().get();
        for (NodeFiles node : shared.others()) {
            if (!NodeOrders.isThere(node) && isEmpty(node)) {
                // It was stopped, and has nothing.
                continue;
            }
            ControlAnswer answer = ask(node, request);
            answer.lines().forEach(line -> out.accept("node " + node.name() + ": " + line));
            answer.error().ifPresent(refused::add);
        }
        if (!refused.isEmpty()) {
            throw new CommandFailed(String.join("; ", refused));
        }
    }

    private static boolean isEmpty(NodeFiles node) throws IOException {
        return new QueueFolder(node.queue(), InstantSource.system()).ids().isEmpty();
    }

    private boolean isOwn(String node) {
        return files.shared().get().own().name().equals(node);
    }

    private static ControlAnswer ask(NodeFiles node, ControlRequest.OfQueue request) throws IOException {
        return new NodeOrders(node, PATIENCE).ask(request);
    }

    private void own(ControlRequest.OfQueue request) throws IOException, CommandFailed, ConfigurationException {
        Optional<List<String>> lines = new ControlCalls(files).askIfRunning(request);
        (lines.isPresent() ? lines.get() : new OfflineQueue(files).change(request)).forEach(out);
    }
}
