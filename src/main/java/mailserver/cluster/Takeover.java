package mailserver.cluster;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import mailserver.config.NodeFiles;
import mailserver.store.DurableFiles;
import mailserver.store.Fence;
import mailserver.store.LockFile;
import org.tinylog.Logger;

/**
 * Takes the queue of a node whose lease is over: the folder as it is, by one rename, into {@code taken/} of one's own.
 *
 * <p>Of two nodes that try at once one gets it. A crash leaves the folder here or there. And the former owner, should it
 * wake up in the midst of whatever it did, finds none of its files under the names it knows: it can neither acknowledge a
 * message into that queue any more nor begin an attempt for one of it. That is the second fence; the first is the {@link Lease}.
 *
 * <p>A lock keeps takeovers, and the owner's own return, from being decided at the same time. It is not what protects from
 * the owner: a process that is stopped holds its locks.
 */
final class Takeover {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final NodeFiles own;
    private final Fence fence;
    private final Duration pause;

    /**
     * @param fence of one's own lease
     * @param pause until what was written before is certain to be seen
     */
    Takeover(NodeFiles own, Fence fence, Duration pause) {
        this.pause = pause;
        this.own = own;
        this.fence = fence;
    }

    /** @return whether there was something to take, and it was taken */
    boolean take(LeaseWatch.Sight dead) throws IOException {
        NodeFiles node = dead.node();
        if (!hasMail(node)) {
            return false;
        }
        Optional<LockFile> decision = LockFile.tryAcquire(node.takeover());
        if (decision.isEmpty()) {
            return false;
        }
        LockFile held = decision.get();
        try (held) {
            // A network file system may show us what was true a second ago; the owner may have come back just now.
            LockSupport.parkNanos(pause.toNanos());
            if (!LeaseRecord.text(node.lease()).equals(dead.text())) {
                return false;
            }
            return move(node);
        }
    }

    private boolean move(NodeFiles node) throws IOException {
        DurableFiles.makeFolder(own.taken());
        var moved = new ArrayList<Path>();
        var queues = new ArrayList<>(children(node.taken()));
        queues.add(node.queue());
        for (Path queue : queues) {
            fence.require();
            Path target = own.taken().resolve(node.name() + "." + HexFormat.of().toHexDigits(RANDOM.nextInt()));
            try {
                Files.move(queue, target, StandardCopyOption.ATOMIC_MOVE);
                moved.add(target);
            } catch (NoSuchFileException e) {
                // It had none.
            }
        }
        DurableFiles.syncFolder(own.taken());
        DurableFiles.syncFolder(node.folder());
        if (!moved.isEmpty()) {
            Logger.warn("cluster: the lease of node {} is over, its queue is taken over", node.name());
        }
        return !moved.isEmpty();
    }

    /** Whether there is anything to go on with. What is only kept in {@code failed/} stays with its node. */
    static boolean hasMail(NodeFiles node) throws IOException {
        return !children(node.taken()).isEmpty() || count(node.queue()) > 0;
    }

    /** Messages in a queue that somebody else may be at work on. */
    static int count(Path queue) throws IOException {
        return (int) children(queue).stream()
                .filter(file -> file.toString().endsWith(".envelope"))
                .count();
    }

    /** What is in a folder; nothing in one that isn't there. */
    static List<Path> children(Path folder) throws IOException {
        var children = new ArrayList<Path>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            all.forEach(children::add);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return children;
    }
}
