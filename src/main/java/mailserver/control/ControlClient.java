package mailserver.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The command's side of the control socket. */
public final class ControlClient {
    private final Path socket;
    private final Duration most;

    public ControlClient(Path socket) {
        // Longer than the server takes: its own word is better than our guess.
        this(socket, Duration.ofSeconds(40));
    }

    ControlClient(Path socket, Duration most) {
        this.socket = socket;
        this.most = most;
    }

    /**
     * Asks the running server.
     *
     * @return empty when no server listens
     * @throws IOException when one does but doesn't answer
     */
    public Optional<ControlAnswer> ask(ControlRequest request) throws IOException {
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Deadline deadline = new Deadline(channel, most);
        try (channel;
                ControlPath path = new ControlPath(socket)) {
            channel.connect(path.address());
            return Optional.of(converse(channel, request));
        } catch (ConnectException e) {
            // The file of a server that was killed.
            return Optional.empty();
        } finally {
            deadline.close();
        }
    }

    private ControlAnswer converse(SocketChannel channel, ControlRequest request) throws IOException {
        try {
            ByteBuffer line = StandardCharsets.UTF_8.encode(request.line() + "\n");
            while (line.hasRemaining()) {
                channel.write(line);
            }
            String all = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            List<String> lines = all.lines().toList();
            return ControlAnswer.parse(lines).orElseThrow(() -> new IOException("it said nothing"));
        } catch (IOException e) {
            throw new IOException("the server at " + socket + " does not answer (" + e.getMessage() + ")", e);
        }
    }
}
