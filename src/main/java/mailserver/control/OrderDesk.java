package mailserver.control;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import mailserver.store.Fence;
import org.tinylog.Logger;

/** Where a node takes what others ask of its queue: {@link NodeOrders}. It looks once a second, and only while it holds its lease. */
public final class OrderDesk implements Closeable {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** An answer that nobody has fetched by then is for nobody. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Path folder;
    private final Fence fence;
    private final ControlHandler handler;
    /** When each was written, by the monotonic clock. */
    private final Map<Path, Long> answers = new HashMap<>();

    private final Thread thread =
            Thread.ofVirtual().name("orders of other nodes").unstarted(this::run);
    private volatile boolean closed;

    private OrderDesk(Path folder, Fence fence, ControlHandler handler) {
        this.folder = folder;
        this.fence = fence;
        this.handler = handler;
    }

    /**
     * Answers from now on.
     *
     * @param folder what is in it was for a process before this one, and goes
     */
    public static OrderDesk start(Path folder, Fence fence, ControlHandler handler) throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder)) {
            for (Path file : old) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // Nobody has ever asked.
        }
        var desk = new OrderDesk(folder, fence, handler);
        desk.thread.start();
        return desk;
    }

    private void run() {
        while (!closed) {
            try {
                if (fence.holds()) {
                    look();
                }
            } catch (IOException | RuntimeException e) {
                Logger.warn("cluster: orders of other nodes can't be read: {}", e.toString());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void look() throws IOException {
        try (DirectoryStream<Path> orders = Files.newDirectoryStream(folder, "*" + NodeOrders.ORDER)) {
            for (Path order : orders) {
                take(order);
            }
        } catch (NoSuchFileException e) {
            // Nobody has ever asked.
        }
        forgetAnswers();
    }

    private void take(Path order) throws IOException {
        String id = order.getFileName().toString().replace(NodeOrders.ORDER, "");
        Path taken = folder.resolve(id + NodeOrders.TAKEN);
        try {
            Files.move(order, taken, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // Taken back.
            return;
        }
        ControlAnswer answer = answer(Files.readString(taken));
        Files.deleteIfExists(taken);
        Path written = folder.resolve(id + NodeOrders.ANSWER);
        NodeOrders.put(written, answer.text());
        answers.put(written, System.nanoTime());
    }

    /** Of what concerns the queue, and nothing else: who can write here is no more than another node. */
    private ControlAnswer answer(String line) {
        Optional<ControlRequest> request = ControlRequest.parse(line);
        if (request.isEmpty() || !(request.get() instanceof ControlRequest.OfQueue)) {
            return ControlAnswer.error("not a request of the queue");
        }
        Logger.info("cluster: another node asks: {}", request.get().line());
        try {
            return handler.answer(request.get());
        } catch (IOException | RuntimeException e) {
            Logger.error(e, "request of another node: {}", line);
            return ControlAnswer.error("the node failed at this, its log says more: " + e);
        }
    }

    private void forgetAnswers() throws IOException {
        long now = System.nanoTime();
        for (Path answer : Map.copyOf(answers).keySet()) {
            if (now - answers.get(answer) > KEPT.toNanos()) {
                Files.deleteIfExists(answer);
                answers.remove(answer);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
