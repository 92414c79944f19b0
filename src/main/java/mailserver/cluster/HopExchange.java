package mailserver.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import mailserver.config.NodeFiles;
import mailserver.queue.delivery.NextHopHealth;
import mailserver.queue.delivery.NextHopHint;
import org.tinylog.Logger;

/**
 * Tells the other nodes how a node's hops are, and hears it from them, once a second: {@code nodes/NAME/hops}, which is written when
 * something has changed. These are hints. One that is late or wrong costs a connection or a short wait, so nothing is synced, and what
 * can't be read is none.
 */
final class HopExchange implements Closeable {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Octets of a file that is read at all. */
    private static final long MOST = 1 << 20;

    private final NodeFiles own;
    private final LeaseWatch watch;
    private final NextHopHealth health;
    private final Thread thread = Thread.ofVirtual().name("hops of other nodes").unstarted(this::run);
    private final Map<String, String> heard = new HashMap<>();
    /** Of the file, but for how long it is still to be waited. */
    private List<NextHopHint> told = List.of();

    private volatile boolean closed;

    HopExchange(NodeFiles own, LeaseWatch watch, NextHopHealth health) {
        this.own = own;
        this.watch = watch;
        this.health = health;
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                tell(health.hints());
                listen();
            } catch (IOException | RuntimeException e) {
                Logger.debug("cluster: hints on next hops: {}", e.toString());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void tell(List<NextHopHint> hints) throws IOException {
        if (!isChanged(hints)) {
            return;
        }
        Path file = hops(own);
        Path aside = file.resolveSibling(".hops");
        var text = new StringBuilder();
        hints.forEach(hint -> text.append(hint.line()).append('\n'));
        Files.write(aside, text.toString().getBytes(StandardCharsets.UTF_8));
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        told = hints;
    }

    /** The time that is left grows less by itself, and is worth a word only when a try has put it up again. */
    private boolean isChanged(List<NextHopHint> hints) {
        boolean same = hints.size() == told.size();
        for (int i = 0; i < hints.size() && same; i++) {
            NextHopHint now = hints.get(i);
            NextHopHint before = told.get(i);
            same = now.hop().equals(before.hop())
                    && now.used() == before.used()
                    && now.pause().isPresent() == before.pause().isPresent()
                    && now.pause()
                                    .orElse(Duration.ZERO)
                                    .compareTo(before.pause().orElse(Duration.ZERO))
                            <= 0;
        }
        return !same;
    }

    private void listen() throws IOException {
        for (LeaseWatch.Sight sight : watch.look().values()) {
            if (!sight.node().equals(own)) {
                String text = watch.isOver(sight) ? "" : text(hops(sight.node()));
                if (!text.equals(heard.getOrDefault(sight.node().name(), ""))) {
                    heard.put(sight.node().name(), text);
                    health.hear(
                            sight.node().name(),
                            text.lines()
                                    .map(NextHopHint::parse)
                                    .flatMap(Optional::stream)
                                    .toList());
                }
            }
        }
    }

    private static Path hops(NodeFiles node) {
        return node.folder().resolve("hops");
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.size(file) > MOST ? "" : new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
