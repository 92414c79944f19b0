package mailserver.cli.agent;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Consumer;
import mailserver.config.value.HostPort;
import mailserver.wire.Connection;
import mailserver.wire.Line;

/** Just enough of a POP3 client for a person at a prompt (RFC 1939). Its exceptions say what went wrong. */
final class Pop3Client implements Closeable {
    /** A mail line has 998 octets (RFC 5322 §2.1.1); some have far more. */
    private static final int LONGEST_LINE = 1024 * 1024;

    private final Connection connection;
    private final Duration timeout;

    private Pop3Client(Connection connection, Duration timeout) {
        this.connection = connection;
        this.timeout = timeout;
    }

    /** Connects, and reads the greeting. */
    static Pop3Client connect(HostPort server, Duration timeout) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(server.host(), server.port()), Math.toIntExact(timeout.toMillis()));
            var client = new Pop3Client(new Connection(socket), timeout);
            String greeting = client.line();
            if (!isOk(greeting)) {
                throw new IOException("answered " + greeting);
            }
            return client;
        } catch (UnknownHostException e) {
            socket.close();
            throw new IOException("no address is known for " + server.host(), e);
        } catch (IOException e) {
            socket.close();
            throw new IOException(server + ": " + e.getMessage(), e);
        }
    }

    /** @return the status line, which says {@code +OK} or {@code -ERR} */
    String ask(String command) throws IOException {
        try {
            connection.write(command + "\r\n");
        } catch (IOException e) {
            throw new IOException("the connection was lost: " + e.getMessage(), e);
        }
        return line();
    }

    /** Reads on behind the status line of a multi-line answer, to its lone dot (RFC 1939 §3). */
    void lines(Consumer<String> each) throws IOException {
        String line;
        while (!(line = line()).equals(".")) {
            each.accept(line.startsWith(".") ? line.substring(1) : line);
        }
    }

    static boolean isOk(String status) {
        return status.startsWith("+OK");
    }

    private String line() throws IOException {
        connection.timeout(timeout);
        try {
            return switch (connection.readLine(LONGEST_LINE)) {
                case Line.Text(String text) -> harmless(text);
                case Line.Garbled(String text) -> harmless(text);
                case Line.TooLong tooLong -> "[a line of more than 1 MiB]";
                case Line.Endless endless -> throw new IOException("a line without an end");
                case Line.End end -> throw new IOException("the server closed the connection");
            };
        } catch (SocketTimeoutException e) {
            throw new IOException("no answer in time", e);
        } catch (SocketException e) {
            throw new IOException("the connection was lost: " + e.getMessage(), e);
        }
    }

    /** A message may hold escape sequences, which a terminal would obey. */
    private static String harmless(String text) {
        return text.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9f}&&[^\t]]", "?");
    }

    @Override
    public void close() {
        connection.close();
    }
}
