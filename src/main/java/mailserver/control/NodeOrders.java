package mailserver.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import mailserver.config.NodeFiles;
import mailserver.store.DurableFiles;

/**
 * Asks another node of a cluster for something that it alone may do with its queue. A request is a file in a folder of that node's, the
 * answer another one beside it: nodes share nothing but files.
 *
 * <p>The node takes an order by renaming it, so it is carried out once at most; and whoever asked takes it back by removing it,
 * so what nobody waits for any more is not carried out later. None of it has to outlive a power cut.
 */
public final class NodeOrders {
    static final String ORDER = ".order";
    static final String TAKEN = ".taken";
    static final String ANSWER = ".answer";

    private static final String TAKEOVER = "another node goes on with its queue after a lease and a quarter";
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final NodeFiles node;
    private final Duration patience;

    /** @param patience so long it may take to look, and as long again to answer */
    public NodeOrders(NodeFiles node, Duration patience) {
        this.node = node;
        this.patience = patience;
    }

    /** Whether it has a lease, or had one and died. */
    public static boolean isThere(NodeFiles node) {
        return Files.exists(node.lease());
    }

    public ControlAnswer ask(ControlRequest request) throws IOException {
        if (!isThere(node)) {
            return ControlAnswer.error("node " + node.name() + " doesn't run; " + TAKEOVER);
        }
        DurableFiles.makeFolder(node.orders());
        String id = Long.toHexString(new SecureRandom().nextLong());
        Path order = node.orders().resolve(id + ORDER);
        put(order, request.line());
        Path answer = node.orders().resolve(id + ANSWER);
        Optional<ControlAnswer> said = await(answer);
        if (said.isEmpty() && Files.deleteIfExists(order)) {
            return ControlAnswer.error(
                    "node " + node.name() + " doesn't answer, and has done nothing; when it is dead, " + TAKEOVER);
        }
        if (said.isEmpty()) {
            said = await(answer);
        }
        return said.orElseGet(() -> ControlAnswer.error(
                "node " + node.name() + " has begun and doesn't answer; look at the queue for what it did"));
    }

    private Optional<ControlAnswer> await(Path answer) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        do {
            try {
                String text = Files.readString(answer);
                Files.deleteIfExists(answer);
                return ControlAnswer.parse(text.lines().toList());
            } catch (NoSuchFileException e) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } while (System.nanoTime() < end);
        return Optional.empty();
    }

    /** Whole at once, for who looks at the folder. */
    static void put(Path file, String text) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".aside");
        Files.write(aside, text.getBytes(StandardCharsets.UTF_8));
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
