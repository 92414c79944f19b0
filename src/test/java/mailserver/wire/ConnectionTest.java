package mailserver.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private Socket other;
    private Connection connection;

    @BeforeEach
    void connect() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            other = new Socket(server.getInetAddress(), server.getLocalPort());
            connection = new Connection(server.accept());
        }
    }

    @AfterEach
    void hangUp() throws IOException {
        connection.close();
        other.close();
    }

    @Test
    void lines_end_in_CRLF_or_LF() throws IOException {
        send("one\r\ntwo\n\r\nd\u00e9j\u00e0\r\n".getBytes(UTF_8));
        assertEquals(new Line.Text("one"), connection.readLine(10));
        assertEquals(new Line.Text("two"), connection.readLine(10));
        assertEquals(new Line.Text(""), connection.readLine(10));
        assertEquals(new Line.Text("d\u00e9j\u00e0"), connection.readLine(10));
    }

    @Test
    void the_limit_is_exact_and_the_line_after_a_long_one_is_clean() throws IOException {
        send("1234567890\r\n12345678901\r\n12345678901\n1234567890\nok\r\n".getBytes(ISO_8859_1));
        assertEquals(new Line.Text("1234567890"), connection.readLine(10));
        assertEquals(new Line.TooLong(), connection.readLine(10));
        assertEquals(new Line.TooLong(), connection.readLine(10));
        assertEquals(new Line.Text("1234567890"), connection.readLine(10));
        assertEquals(new Line.Text("ok"), connection.readLine(10));
    }

    @Test
    void NUL_a_bare_CR_and_octets_that_are_no_UTF_8_are_garbled() throws IOException {
        send("a\0b\r\na\rb\r\n\u00ff\r\nok\r\n".getBytes(ISO_8859_1));
        for (int i = 0; i < 3; i++) {
            assertInstanceOf(Line.Garbled.class, connection.readLine(10));
        }
        assertEquals(new Line.Text("ok"), connection.readLine(10));
    }

    @Test
    void a_line_that_the_other_side_breaks_off_is_no_line() throws IOException {
        send("half".getBytes(ISO_8859_1));
        other.shutdownOutput();
        assertEquals(new Line.End(), connection.readLine(10));
    }

    @Test
    void a_line_that_does_not_come_whole_in_time_ends_the_wait() throws IOException {
        connection.timeout(Duration.ofMillis(50));
        send("half".getBytes(ISO_8859_1));
        assertThrows(SocketTimeoutException.class, () -> connection.readLine(10));
    }

    @Test
    void replies_are_sent_when_the_next_command_is_waited_for() throws IOException {
        connection.write("250 ok\r\n");
        send("QUIT\r\n".getBytes(ISO_8859_1));
        assertEquals(new Line.Text("QUIT"), connection.readLine(10));
        assertEquals("250 ok\r\n", new String(other.getInputStream().readNBytes(8), ISO_8859_1));
    }

    private void send(byte[] octets) throws IOException {
        other.getOutputStream().write(octets);
    }
}
