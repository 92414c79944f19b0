package mailserver.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import mailserver.config.NodeFiles;
import mailserver.queue.QueueOrder;
import mailserver.queue.Selection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeOrdersTest {
    private static final ControlRequest HOLD = new ControlRequest.QueueChange(QueueOrder.HOLD, new Selection.All());
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private NodeFiles node;
    private final List<ControlRequest> asked = new CopyOnWriteArrayList<>();
    private final AtomicBoolean holds = new AtomicBoolean(true);

    @BeforeEach
    void leased() throws IOException {
        node = new NodeFiles(Files.createDirectories(folder.resolve("b")));
        Files.writeString(node.lease(), "whatever\n");
    }

    private Optional<OrderDesk> desk = Optional.empty();

    @AfterEach
    void close() {
        desk.ifPresent(OrderDesk::close);
    }

    private void serve() throws IOException {
        desk = Optional.of(OrderDesk.start(node.orders(), holds::get, request -> {
            asked.add(request);
            return ControlAnswer.ok("1 message is held");
        }));
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(node.orders())) {
            return files.toList();
        }
    }

    @Test
    void anOrderIsCarriedOutOnceAndAnswered() throws Exception {
        serve();
        assertEquals(ControlAnswer.ok("1 message is held"), new NodeOrders(node, LONG).ask(HOLD));
        assertEquals(List.of(HOLD), asked);
        assertEquals(List.of(), left());
    }

    @Test
    void whatANodeWithoutALeaseIsAskedIsTakenBack() throws Exception {
        holds.set(false);
        serve();
        String why = new NodeOrders(node, SHORT).ask(HOLD).error().orElseThrow();
        assertTrue(why.startsWith("node b doesn't answer, and has done nothing"), why);
        holds.set(true);
        assertEquals(List.of(), left());
        // It looks on, and takes the next one.
        new NodeOrders(node, LONG).ask(HOLD);
        assertEquals(List.of(HOLD), asked);
    }

    @Test
    void whatADeadProcessDidNotGetToIsNotForTheNext() throws Exception {
        Files.createDirectories(node.orders());
        NodeOrders.put(node.orders().resolve("1.order"), HOLD.line());
        Files.writeString(node.orders().resolve("2.taken"), HOLD.line());
        serve();
        new NodeOrders(node, LONG).ask(HOLD);
        assertEquals(1, asked.size());
        assertEquals(List.of(), left());
    }

    @Test
    void nothingButTheQueueCanBeAskedFor() throws Exception {
        serve();
        for (ControlRequest request : List.of(new ControlRequest.Stop(), new ControlRequest.FaultClear())) {
            assertEquals(
                    Optional.of("not a request of the queue"),
                    new NodeOrders(node, LONG).ask(request).error());
        }
        assertEquals(List.of(), asked);
    }

    @Test
    void aNodeThatWasStoppedIsNotWaitedFor() throws Exception {
        Files.delete(node.lease());
        String why = new NodeOrders(node, LONG).ask(HOLD).error().orElseThrow();
        assertTrue(why.startsWith("node b doesn't run; another node goes on with its queue"), why);
    }
}
