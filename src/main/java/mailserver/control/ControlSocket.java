package mailserver.control;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mailserver.store.DurableFiles;
import org.tinylog.Logger;

/**
 * The server's side of the control socket: one {@link ControlRequest} in a line, one {@link ControlAnswer}, then the end.
 *
 * <p>Whoever is heard here rules the server: the socket file's mode is 0600, and {@link ControlPeer} asks who it is. A client that
 * hangs holds one virtual thread until its deadline and blocks nobody.
 */
public final class ControlSocket implements Closeable {
    private static final int LONGEST_REQUEST = 1000;
    private static final Duration BREATH = Duration.ofMillis(100);

    private final Path socket;
    private final ServerSocketChannel channel;
    private final ControlHandler handler;
    private final ControlPeer peer;
    private final Duration most;
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

    private ControlSocket(
            Path socket, ServerSocketChannel channel, ControlHandler handler, ControlPeer peer, Duration most) {
        this.socket = socket;
        this.channel = channel;
        this.handler = handler;
        this.peer = peer;
        this.most = most;
    }

    /** Answers at this path from now on. The caller holds the home's lock: a socket file found here is a dead server's. */
    public static ControlSocket start(Path socket, ControlHandler handler) throws IOException {
        return start(socket, handler, Duration.ofSeconds(30));
    }

    /** @param most how long one client may take, from the first byte to the last */
    static ControlSocket start(Path socket, ControlHandler handler, Duration most) throws IOException {
        DurableFiles.makeFolder(socket.toAbsolutePath().getParent());
        Files.deleteIfExists(socket);
        ControlPeer peer;
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try (ControlPath path = new ControlPath(socket)) {
            channel.bind(path.address());
            // Until here the folder's mode kept others out.
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            peer = ControlPeer.ownerOf(socket);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        ControlSocket control = new ControlSocket(socket, channel, handler, peer, most);
        Thread.ofVirtual().name("control").start(control::accept);
        return control;
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel client = channel.accept();
                clients.execute(() -> serve(client));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                Logger.warn("control socket: {}", e.toString());
                LockSupport.parkNanos(BREATH.toNanos());
            }
        }
    }

    private void serve(SocketChannel client) {
        Deadline deadline = new Deadline(client, most);
        try (client) {
            String line = readLine(client);
            ControlAnswer words = peer.admits(client) ? answer(line) : ControlAnswer.error("not your server");
            ByteBuffer answer = StandardCharsets.UTF_8.encode(words.text());
            while (answer.hasRemaining()) {
                client.write(answer);
            }
        } catch (IOException e) {
            Logger.debug("control socket, one client: {}", e.toString());
        } finally {
            deadline.close();
        }
    }

    private ControlAnswer answer(String line) {
        Optional<ControlRequest> request = ControlRequest.parse(line);
        if (request.isEmpty()) {
            return ControlAnswer.error("not a request");
        }
        try {
            return handler.answer(request.get());
        } catch (IOException | RuntimeException e) {
            Logger.error(e, "control request {}", line);
            return ControlAnswer.error("the server failed at this, its log says more: " + e);
        }
    }

    /** What is too long, or lacks its end, is no request; but it is read, or the client would be reset and see no answer. */
    private static String readLine(SocketChannel client) throws IOException {
        InputStream in = Channels.newInputStream(client);
        var line = new StringBuilder();
        int c;
        while ((c = in.read()) >= 0 && c != '\n') {
            if (line.length() <= LONGEST_REQUEST) {
                line.append((char) c);
            }
        }
        return c == '\n' && line.length() <= LONGEST_REQUEST ? line.toString() : "";
    }

    /** Takes no more requests, lets those under way be answered, and removes the socket file. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(socket);
        clients.shutdown();
        try {
            clients.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clients.shutdownNow();
    }
}
