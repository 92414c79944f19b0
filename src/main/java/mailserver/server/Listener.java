package mailserver.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import mailserver.config.value.HostPort;
import org.tinylog.Logger;

/** One port: accepts clients and hands each to a virtual thread of its own. */
final class Listener implements Closeable {
    private static final int BACKLOG = 1024;
    /** A socket of IPv6 takes connections of IPv4, too. */
    private static final String BOTH_FAMILIES = "::";

    private static final Duration BREATH = Duration.ofMillis(100);

    private final Service service;
    private final ServerSocket socket;
    private final Consumer<Socket> reception;
    private Optional<Thread> thread = Optional.empty();

    /**
     * Binds the port; clients wait in its backlog until {@link #start()}.
     *
     * @throws StartException when the port is in use or the address is not ours
     */
    Listener(Service service, HostPort place, Consumer<Socket> reception) throws StartException {
        this.service = service;
        this.reception = reception;
        try {
            socket = place.host().equals(BOTH_FAMILIES)
                    ? bindBoth(service, place.port())
                    : bind(place.host(), place.port());
        } catch (IOException | IllegalArgumentException e) {
            throw new StartException(service.label() + " can't listen at " + place + ": " + e.getMessage() + "; change "
                    + service.key() + " in etc/mailserver.toml or stop what uses the port");
        }
    }

    private static ServerSocket bind(String host, int port) throws IOException {
        var socket = new ServerSocket();
        try {
            // A port whose last owner's connections are in TIME_WAIT is free.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port), BACKLOG);
            return socket;
        } catch (IOException | IllegalArgumentException e) {
            socket.close();
            throw e;
        }
    }

    /** IPv4 alone where the machine has nothing else. */
    private static ServerSocket bindBoth(Service service, int port) throws IOException {
        try {
            return bind(BOTH_FAMILIES, port);
        } catch (BindException e) {
            // Somebody else has the port, or nobody may have it.
            throw e;
        } catch (SocketException | IllegalArgumentException e) {
            Logger.info("{}: this machine has no IPv6, listening on IPv4 only: {}", service.label(), e.getMessage());
            return bind("0.0.0.0", port);
        }
    }

    Service service() {
        return service;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    void start() {
        thread = Optional.of(
                Thread.ofVirtual().name(service.label() + "-listener").start(this::accept));
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().name(service.label() + "-session").start(() -> reception.accept(client));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    // Out of file handles, most likely: sessions that end give some back.
                    Logger.error("{} can't accept a connection: {}", service.label(), e.toString());
                    LockSupport.parkNanos(BREATH.toNanos());
                }
            }
        }
    }

    /** Frees the port; it is free when this returns. */
    @Override
    public void close() {
        try {
            socket.close();
            // The kernel keeps the port until accept(2) has returned, too.
            if (thread.isPresent()) {
                thread.get().join(Duration.ofSeconds(1));
            }
        } catch (IOException e) {
            Logger.warn("{} listener: {}", service.label(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
