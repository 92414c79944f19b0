package mailserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The client's side of a conversation over a real socket, for SMTP and POP3 alike. Every wait ends after ten seconds.
 *
 * <pre>
 * dialogue.talk("""
 *         C: EHLO client.example
 *         S: 250-mail.example
 *         S~ 250[- ]SIZE \\d+
 *         C: QUIT
 *         S: 221
 *         END
 *         """);
 * </pre>
 *
 * {@code C:} lines that follow each other go out in one write; {@code S:} is the start of a line, {@code S=} all of it,
 * {@code S~} a regular expression for all of it; {@code END} is the end of the connection.
 */
public final class Dialogue implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Socket socket;
    private final InputStream in;

    /** Talks over a socket that is connected already, such as a TLS one. */
    public Dialogue(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects to a port of this machine. */
    public static Dialogue with(int port) throws IOException {
        return with(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    public static Dialogue with(InetSocketAddress address) throws IOException {
        var socket = new Socket();
        socket.connect(address, (int) PATIENCE.toMillis());
        return new Dialogue(socket);
    }

    /** Sends lines, each with a CRLF, in one write. */
    public Dialogue send(String... lines) throws IOException {
        return sendRaw(String.join("\r\n", lines) + "\r\n");
    }

    /** Sends text as it is, one octet a character up to U+00FF. */
    public Dialogue sendRaw(String octets) throws IOException {
        return sendRaw(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Dialogue sendRaw(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads a line, which must begin like this, and returns it. */
    public String expect(String prefix) throws IOException {
        String line = line();
        assertTrue(line.startsWith(prefix), () -> "expected " + prefix + "… but got: " + line);
        return line;
    }

    /** Reads a line, which must match as a whole, and returns it. */
    public String expectMatch(String regex) throws IOException {
        String line = line();
        assertTrue(line.matches(regex), () -> "expected /" + regex + "/ but got: " + line);
        return line;
    }

    /** Reads as many lines, which must be exactly these. */
    public Dialogue expectLines(String... lines) throws IOException {
        for (String line : lines) {
            assertEquals(line, line());
        }
        return this;
    }

    /** Reads one SMTP reply, all its lines; each must begin with the code. */
    public List<String> expectReply(int code) throws IOException {
        var lines = new ArrayList<String>();
        do {
            lines.add(expect(String.valueOf(code)));
        } while (lines.getLast().startsWith("-", 3));
        return lines;
    }

    /** Reads lines up to the final dot, which is left out; doubled dots stay doubled. */
    public List<String> untilDot() throws IOException {
        var lines = new ArrayList<String>();
        for (String line = line(); !line.equals("."); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    /** Reads dot-terminated data as the octets it stands for: the final dot is left out, doubled dots are single. */
    public byte[] data() throws IOException {
        var octets = new ByteArrayOutputStream();
        for (byte[] line = octetsOfLine(); !(line.length == 1 && line[0] == '.'); line = octetsOfLine()) {
            int stuffing = line.length > 0 && line[0] == '.' ? 1 : 0;
            octets.write(line, stuffing, line.length - stuffing);
            octets.write('\r');
            octets.write('\n');
        }
        return octets.toByteArray();
    }

    /** Reads one line, which must end in CRLF. */
    public String line() throws IOException {
        return new String(octetsOfLine(), StandardCharsets.UTF_8);
    }

    private byte[] octetsOfLine() throws IOException {
        var line = new ByteArrayOutputStream();
        int before = -1;
        while (true) {
            int b = in.read();
            if (b < 0) {
                return fail("the connection ended behind: " + line.toString(StandardCharsets.UTF_8));
            }
            if (b == '\n') {
                assertEquals('\r', before, () -> "a bare LF behind: " + line.toString(StandardCharsets.UTF_8));
                byte[] octets = line.toByteArray();
                return Arrays.copyOf(octets, octets.length - 1);
            }
            line.write(b);
            before = b;
        }
    }

    /** The other side must close, without another word. */
    public void expectEnd() throws IOException {
        assertEquals(-1, in.read(), "the connection should have ended");
    }

    /** Plays a script; the class comment tells its language. */
    public Dialogue talk(String script) throws IOException {
        var toSend = new ArrayList<String>();
        for (String step : script.lines().filter(line -> !line.isBlank()).toList()) {
            String text = step.length() > 3 ? step.substring(3) : "";
            if (step.startsWith("C:")) {
                toSend.add(text);
                continue;
            }
            if (!toSend.isEmpty()) {
                send(toSend.toArray(String[]::new));
                toSend.clear();
            }
            switch (step.substring(0, Math.min(2, step.length()))) {
                case "S:" -> expect(text);
                case "S=" -> expectLines(text);
                case "S~" -> expectMatch(text);
                case "EN" -> expectEnd();
                default -> throw new IllegalArgumentException("no step of a dialogue: " + step);
            }
        }
        if (!toSend.isEmpty()) {
            send(toSend.toArray(String[]::new));
        }
        return this;
    }

    public Socket socket() {
        return socket;
    }

    /** Sends no more, and still reads. */
    public Dialogue endSending() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Goes away with a reset, as a machine does that crashes. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
