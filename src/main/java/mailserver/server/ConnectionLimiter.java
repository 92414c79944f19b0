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
import mailserver.config.value.Limits;
import mailserver.config.value.Network;
import mailserver.server.limit.ConnectedClient;

/**
 * Who is in: counts clients against the limits, and ends their sessions when the server stops.
 *
 * <p>A client gets a place first, for no more than its address, and a session only when it has one. Strangers are counted by
 * network, which is an IPv4 address or an IPv6 /64.
 */
final class ConnectionLimiter {
    /** A session as seen from outside. */
    interface Session {
        /** Says goodbye at the next chance. */
        void end();

        /** Cuts the connection. */
        void cut();
    }

    /** What a client hears that comes to the door. */
    sealed interface Answer {
        /** Come in; the place is to be given back. */
        record Welcome(Place place) implements Answer {}

        record Refused(String why) implements Answer {}
    }

    /** After its goodbye a session that still doesn't end is cut. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private final Set<Place> places = new HashSet<>();
    private final Map<Network, Integer> perNetwork = new HashMap<>();
    private boolean closed;
    private boolean goodbyeSaid;

    /** @param trusted counted like everybody, but bound by the common limit alone */
    Answer enter(Service service, InetAddress client, boolean trusted, Limits limits) {
        Network network = Network.around(client);
        lock.lock();
        try {
            if (closed) {
                return new Answer.Refused("the server is shutting down");
            }
            if (places.size() >= limits.sessions()) {
                return new Answer.Refused("too many connections");
            }
            int others = perNetwork.getOrDefault(network, 0);
            if (!trusted && others >= limits.sessionsPerAddress()) {
                return new Answer.Refused("too many connections from your address");
            }
            perNetwork.put(network, others + 1);
            var place = new Place(service, network);
            places.add(place);
            return new Answer.Welcome(place);
        } finally {
            lock.unlock();
        }
    }

    /** One client's place, to be closed when it leaves. */
    final class Place implements AutoCloseable {
        private final Service service;
        private final Network network;
        // Guarded by the lock.
        private Optional<Session> session = Optional.empty();

        private Place(Service service, Network network) {
            this.service = service;
            this.network = network;
        }

        /** From here on the session hears when it is to end; at once, where that was said already. */
        void take(Session taker) {
            boolean tooLate;
            lock.lock();
            try {
                session = Optional.of(taker);
                tooLate = goodbyeSaid;
            } finally {
                lock.unlock();
            }
            if (tooLate) {
                taker.end();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (places.remove(this)) {
                    perNetwork.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
                    if (places.isEmpty()) {
                        empty.signalAll();
                    }
                }
            } finally {
                lock.unlock();
            }
        }
    }

    int count(Predicate<Service> which) {
        lock.lock();
        try {
            return (int)
                    places.stream().filter(place -> which.test(place.service)).count();
        } finally {
            lock.unlock();
        }
    }

    List<ConnectedClient> connected() {
        lock.lock();
        try {
            return places.stream()
                    .map(place -> new ConnectedClient(place.service.label(), place.network.toString()))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in any more, gives those inside this long to finish, then ends them. Returns when all are gone. */
    void drain(Duration grace) {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        if (!awaitEmpty(grace)) {
            sayGoodbye().forEach(Session::end);
            if (!awaitEmpty(GOODBYE)) {
                present().forEach(Session::cut);
                awaitEmpty(GOODBYE);
            }
        }
    }

    /** Says goodbye to those inside. Others may come in. */
    void endAll() {
        List<Session> inside;
        lock.lock();
        try {
            inside = present();
        } finally {
            lock.unlock();
        }
        inside.forEach(Session::end);
    }

    private List<Session> sayGoodbye() {
        lock.lock();
        try {
            goodbyeSaid = true;
            return present();
        } finally {
            lock.unlock();
        }
    }

    private List<Session> present() {
        lock.lock();
        try {
            return places.stream().flatMap(place -> place.session.stream()).toList();
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitEmpty(Duration most) {
        lock.lock();
        try {
            long left = most.toNanos();
            while (!places.isEmpty() && left > 0) {
                left = empty.awaitNanos(left);
            }
            return places.isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
