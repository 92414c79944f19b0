package mailserver.wire;

import java.io.Closeable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Closes connections that hang where no timeout helps: the peer has stopped reading, or drips a handshake or a TLS record. A
 * Java socket has a timeout for reads of the network and for nothing else, so one thread looks at all connections now and then;
 * this costs a write no system call and no timer.
 */
public final class StallGuard implements Closeable {
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Set<Connection> watched = ConcurrentHashMap.newKeySet();
    private final long most;
    private final Duration look;
    private volatile boolean closed;
    private final Thread thread;

    /** @param most how long one write may be stuck; it is noticed up to five seconds later */
    public StallGuard(Duration most) {
        this(most, LOOK);
    }

    /** @param look how often */
    StallGuard(Duration most, Duration look) {
        this.most = most.toNanos();
        this.look = look;
        this.thread = Thread.ofVirtual().name("stall-guard").start(this::run);
    }

    public void watch(Connection connection) {
        watched.add(connection);
    }

    public void forget(Connection connection) {
        watched.remove(connection);
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(look.toNanos());
            long now = System.nanoTime();
            for (Connection connection : watched) {
                if (connection.isStuck(now, most)) {
                    connection.close();
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
