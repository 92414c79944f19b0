package mailserver.cli.log;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A stream of lines to systemd's journal, each with its priority in front: what sd_journal_stream_fd(3) opens.
 *
 * <p>journald's own protocol, with fields and values of several lines, takes datagrams of the Unix domain, which Java doesn't have, and the
 * foreign functions that could open such a socket are no part of Java 21. Standard error with the same priorities in front would reach the
 * journal only from a unit, under the name of the JVM, and could not be told from a terminal with certainty. The stream is a socket that Java
 * can open; it is there wherever a journald is, and takes the name that lines are found by.
 */
final class JournalStream implements Closeable {
    static final Path SOCKET = Path.of("/run/systemd/journal/stdout");

    private static final String IDENTIFIER = "mailserver";

    // As sd_journal_stream_fd(3) begins: SYSLOG_IDENTIFIER; the unit, which journald finds out by itself; the priority
    // of lines
    // without one; that lines have one; and nothing passed on to syslog, the kernel's log or the console but what
    // journald's own
    // settings say.
    private static final String HEADER = IDENTIFIER + "\n\n6\n1\n0\n0\n0\n";

    /** What systemd's library asks for: sessions should not wait for a journald that is busy for a moment. */
    private static final int BUFFER = 8 << 20;

    private final SocketChannel channel;

    private JournalStream(SocketChannel channel) {
        this.channel = channel;
    }

    static JournalStream open(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        try {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER);
            var stream = new JournalStream(channel);
            stream.write(HEADER);
            return stream;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether somebody listens there. */
    static boolean isThere(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether what this process says on standard output goes to the journal anyway (systemd.exec(5), JOURNAL_STREAM). */
    static boolean isStandardOutput(Map<String, String> environment) {
        // A terminal that the desktop's own service has opened hands the variable on, too: the file must be the one it
        // names.
        return environment.getOrDefault("JOURNAL_STREAM", "").equals(identity(Path.of("/proc/self/fd/1")));
    }

    private static String identity(Path file) {
        try {
            return Files.getAttribute(file, "unix:dev") + ":" + Files.getAttribute(file, "unix:ino");
        } catch (IOException | UnsupportedOperationException e) {
            return "unknown";
        }
    }

    /** @param lines each with its line end */
    void write(String lines) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
