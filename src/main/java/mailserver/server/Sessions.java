package mailserver.server;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import mailserver.config.Limits;

/** Who is in: counts sessions against the limits, and ends them when the server stops. */
final class Sessions {
    /** A session as seen from outside. */
    interface Session {
        Service service();

        InetAddress client();

        /** Says goodbye at the next chance. */
        void end();

        /** Cuts the connection. */
        void cut();
    }

    /** After its goodbye a session that still doesn't end is cut. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private final Set<Session> present = new HashSet<>();
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    private boolean ending;

    /** @return why the session may not come in, or empty when it is in */
    Optional<String> enter(Session session, boolean trusted, Limits limits) {
        lock.lock();
        try {
            if (ending) {
                return Optional.of("the server is shutting down");
            }
            if (present.size() >= limits.sessions()) {
                return Optional.of("too many connections");
            }
            int others = perAddress.getOrDefault(session.client(), 0);
            if (!trusted && others >= limits.sessionsPerAddress()) {
                return Optional.of("too many connections from your address");
            }
            perAddress.put(session.client(), others + 1);
            present.add(session);
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    void leave(Session session) {
        lock.lock();
        try {
            if (present.remove(session)) {
                perAddress.computeIfPresent(session.client(), (address, count) -> count == 1 ? null : count - 1);
                if (present.isEmpty()) {
                    empty.signalAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    int count(Predicate<Service> which) {
        lock.lock();
        try {
            return (int) present.stream()
                    .filter(session -> which.test(session.service()))
                    .count();
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in any more, gives those inside this long to finish, then ends them. Returns when all are gone. */
    void drain(Duration grace) {
        lock.lock();
        try {
            ending = true;
        } finally {
            lock.unlock();
        }
        if (!awaitEmpty(grace)) {
            snapshot().forEach(Session::end);
            if (!awaitEmpty(GOODBYE)) {
                snapshot().forEach(Session::cut);
                awaitEmpty(GOODBYE);
            }
        }
    }

    private List<Session> snapshot() {
        lock.lock();
        try {
            return List.copyOf(present);
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitEmpty(Duration most) {
        lock.lock();
        try {
            long left = most.toNanos();
            while (!present.isEmpty() && left > 0) {
                left = empty.awaitNanos(left);
            }
            return present.isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
