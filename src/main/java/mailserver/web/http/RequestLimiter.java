package mailserver.web.http;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import mailserver.config.Configuration;
import mailserver.config.value.Network;
import mailserver.server.MailServer;

/** Requests under way, streams among them, are bound for each address and for all together, as sessions are on the mail ports. */
public final class RequestLimiter implements Filter {
    private final MailServer server;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Map<Network, Integer> perNetwork = new HashMap<>();
    private int all;

    public RequestLimiter(MailServer server) {
        this.server = server;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        InetAddress address = ((InetSocketAddress) request.remotePeer().address()).getAddress();
        Network network = Network.around(address);
        if (!enter(address, network)) {
            Answer.problem(response, Problem.tooManyRequests("too many requests at once"));
            return;
        }
        try {
            chain.proceed();
        } finally {
            leave(network);
        }
    }

    private boolean enter(InetAddress address, Network network) {
        Configuration now = server.configuration();
        lock.lock();
        try {
            int others = perNetwork.getOrDefault(network, 0);
            boolean room = all < now.limits().sessions()
                    && (others < now.limits().sessionsPerAddress()
                            || now.trust().trusts(address));
            if (room) {
                all++;
                perNetwork.put(network, others + 1);
            }
            return room;
        } finally {
            lock.unlock();
        }
    }

    private void leave(Network network) {
        lock.lock();
        try {
            all--;
            perNetwork.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
        } finally {
            lock.unlock();
        }
    }
}
