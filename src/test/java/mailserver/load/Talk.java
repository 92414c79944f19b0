package mailserver.load;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * One connection of an SMTP or POP3 client, with as little between the caller and the socket as can be, so that in a
 * measurement the server is what takes the time. For one thread.
 */
public final class Talk implements Closeable {
    private static final byte[] END_OF_DATA = "\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);

    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private final byte[] buffer;
    private int from;
    private int to;
    private String said = "";

    private Talk(Socket socket, int bufferSize) throws IOException {
        this.buffer = new byte[bufferSize];
        use(socket);
    }

    /** @param patience how long to wait for the connection, and for each answer */
    public static Talk to(InetSocketAddress where, Duration patience) throws IOException {
        return to(where, patience, 64 * 1024);
    }

    /** @param bufferSize in bytes; small where there are thousands of connections */
    public static Talk to(InetSocketAddress where, Duration patience, int bufferSize) throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(where, (int) patience.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            return new Talk(socket, bufferSize);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The other end: a client that came in. */
    static Talk with(Socket client) throws IOException {
        return new Talk(client, 64 * 1024);
    }

    private void use(Socket next) throws IOException {
        socket = next;
        in = next.getInputStream();
        out = next.getOutputStream();
    }

    /** Begins TLS, with whatever certificate the server has. */
    public void startTls() throws IOException {
        startTls(true);
    }

    /** @param resumed may it take up the session of an earlier connection? */
    public void startTls(boolean resumed) throws IOException {
        use(AnyCertificate.wrap(socket, resumed));
    }

    public int localPort() {
        return socket.getLocalPort();
    }

    public void send(byte[] octets) throws IOException {
        out.write(octets);
    }

    /** Sends a command, the line end added. */
    public void send(String command) throws IOException {
        send((command + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Reads an SMTP reply to its last line (RFC 5321 §4.2.1) and returns its code. */
    public int reply() throws IOException {
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = line();
        }
        if (line.length() < 3) {
            throw new IOException("no SMTP reply: " + line);
        }
        return Integer.parseInt(line.substring(0, 3));
    }

    /** Sends a command and returns the code of the reply. */
    public int ask(String command) throws IOException {
        send(command);
        return reply();
    }

    /** The same, for steps that must succeed. */
    public void agree(String command, int code) throws IOException {
        if (ask(command) != code) {
            throw new IOException(command + " was answered by " + said);
        }
    }

    /** Reads the first line of a POP3 reply; true for {@code +OK}. */
    public boolean ok() throws IOException {
        return line().startsWith("+OK");
    }

    /** A POP3 command that must succeed. */
    public void agree(String command) throws IOException {
        send(command);
        if (!ok()) {
            throw new IOException(command.split(" ")[0] + " was answered by " + said);
        }
    }

    /** The line that was read last. */
    public String said() {
        return said;
    }

    /** Reads a line, without its line end. */
    public String line() throws IOException {
        int scanned = from;
        while (true) {
            for (; scanned < to; scanned++) {
                if (buffer[scanned] == '\n') {
                    int end = scanned > from && buffer[scanned - 1] == '\r' ? scanned - 1 : scanned;
                    said = new String(buffer, from, end - from, StandardCharsets.ISO_8859_1);
                    from = scanned + 1;
                    return said;
                }
            }
            scanned -= from;
            fill();
            scanned += from;
        }
    }

    /**
     * Reads past a multi-line POP3 answer, whose first line was read, and whose end is the last thing the server says for now.
     *
     * @return the octets read, those of the final line included
     */
    public long skipAnswer() throws IOException {
        long octets = 0;
        // The line end before an answer without lines was read already, as that of the first line.
        byte[] tail = {0, 0, 0, '\r', '\n'};
        while (true) {
            int length = to - from;
            octets += length;
            int kept = Math.max(0, tail.length - length);
            System.arraycopy(tail, tail.length - kept, tail, 0, kept);
            System.arraycopy(buffer, to - (tail.length - kept), tail, kept, tail.length - kept);
            from = to;
            if (Arrays.equals(tail, END_OF_DATA)) {
                return octets;
            }
            fill();
        }
    }

    /**
     * Reads lines to the final dot (RFC 5321 §4.5.2), and not beyond it.
     *
     * @param copy gets them as they are on the wire, the final dot's line included
     */
    void readData(OutputStream copy) throws IOException {
        int matched = 2; // of CRLF . CRLF; the data begins at a line's start
        while (true) {
            int at = from;
            while (at < to && matched < END_OF_DATA.length) {
                byte octet = buffer[at++];
                if (octet == END_OF_DATA[matched]) {
                    matched++;
                } else {
                    matched = octet == '\r' ? 1 : 0;
                }
            }
            copy.write(buffer, from, at - from);
            from = at;
            if (matched == END_OF_DATA.length) {
                return;
            }
            fill();
        }
    }

    /** Reads a message as POP3's RETR sends it, dots unstuffed, line ends LF; the first line of the answer was read. */
    public String message() throws IOException {
        var copy = new ByteArrayOutputStream();
        readData(copy);
        return text(copy);
    }

    static String text(ByteArrayOutputStream wire) {
        String text = wire.toString(StandardCharsets.ISO_8859_1);
        String lines =
                text.substring(0, text.length() - 3).replace("\r\n", "\n").replace("\n..", "\n.");
        return lines.startsWith("..") ? lines.substring(1) : lines;
    }

    private void fill() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        if (to == buffer.length) {
            throw new IOException("a line of more than " + buffer.length + " octets");
        }
        int count = in.read(buffer, to, buffer.length - to);
        if (count < 0) {
            throw new EOFException("the server closed the connection");
        }
        to += count;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Whatever it was, the connection is gone.
        }
    }
}
