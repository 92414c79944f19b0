package mailserver.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mailserver.Cuts;
import mailserver.PiecewiseSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertEquals(new Line.TooLong("1234567890"), connection.readLine(10));
        assertEquals(new Line.TooLong("1234567890"), connection.readLine(10));
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

    @Test
    void rfc5321_2_3_8_lines_are_the_same_however_they_are_cut() throws IOException {
        byte[] input =
                "EHLO a\r\nbare\nd\u00e9j\u00e0\r\na\rb\r\na\0b\n\r\n\n\u20ac\u20ac\u20ac\u20ac\r\n0123456789\r\n0123456789a\r\n0123456789\r\r\n\r\r\nhalf"
                        .getBytes(UTF_8);
        List<Line> whole = lines(List.of(input));
        assertEquals(13, whole.size());
        for (int cut = 0; cut <= input.length; cut++) {
            assertEquals(whole, lines(Cuts.at(cut, input)), "cut at " + cut);
        }
        for (int size = 1; size < input.length; size++) {
            assertEquals(whole, lines(Cuts.every(size, input)), "in pieces of " + size);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-3, -2, -1, 0, 1, 2, 3})
    void rfc5321_4_5_3_1_4_a_line_is_found_across_the_edge_of_the_buffer(int shift) throws IOException {
        for (String end : List.of("\n", "\r\n")) {
            String first = "x".repeat(1024 + shift);
            String second = "y".repeat(2048 + shift);
            byte[] input = (first + end + second + end + "QUIT" + end).getBytes(ISO_8859_1);
            Line expected = second.length() <= 2048 ? new Line.Text(second) : new Line.TooLong("y".repeat(2048));
            for (int size : new int[] {1, 1023, 1024, 1025, input.length}) {
                try (var socket = new PiecewiseSocket(Cuts.every(size, input));
                        var cut = new Connection(socket)) {
                    assertEquals(new Line.Text(first), cut.readLine(2048));
                    assertEquals(expected, cut.readLine(2048));
                    assertEquals(new Line.Text("QUIT"), cut.readLine(2048));
                    assertEquals(new Line.End(), cut.readLine(2048));
                }
            }
        }
    }

    @Test
    void rfc3030_2_octets_are_counted_exactly_and_the_command_behind_them_stays() throws IOException {
        byte[] input = "BDAT 6\r\n.\r\n\0\n\u00ffBDAT 0\r\nBDAT 3 LAST\r\n\r\n.QUIT\r\n".getBytes(ISO_8859_1);
        for (List<byte[]> pieces : Cuts.several(input)) {
            try (var socket = new PiecewiseSocket(pieces);
                    var cut = new Connection(socket)) {
                assertEquals(new Line.Text("BDAT 6"), cut.readLine(20));
                assertEquals(".\r\n\0\n\u00ff", octets(cut, 6));
                assertEquals(new Line.Text("BDAT 0"), cut.readLine(20));
                assertEquals("", octets(cut, 0));
                assertEquals(new Line.Text("BDAT 3 LAST"), cut.readLine(20));
                assertEquals("\r\n.", octets(cut, 3));
                assertEquals(new Line.Text("QUIT"), cut.readLine(20));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1023, 1024, 1025, 8191, 8192, 8193, 32_767, 32_768, 32_769, 100_000})
    void rfc3030_2_a_chunk_of_any_length_comes_whole(int length) throws IOException {
        String chunk = "\r\n.\r\n".repeat(length).substring(0, length);
        byte[] input = (chunk + "QUIT\r\n").getBytes(ISO_8859_1);
        for (int size : new int[] {1000, 8192, input.length}) {
            try (var socket = new PiecewiseSocket(Cuts.every(size, input));
                    var cut = new Connection(socket)) {
                assertEquals(chunk, octets(cut, length));
                assertEquals(new Line.Text("QUIT"), cut.readLine(20));
            }
        }
    }

    @Test
    void rfc3030_2_a_chunk_that_the_other_side_breaks_off_is_none() throws IOException {
        send("12345".getBytes(ISO_8859_1));
        other.shutdownOutput();
        assertFalse(connection.readOctets(6, (octets, offset, length) -> {}));
    }

    @Test
    void rfc3030_2_a_chunk_that_does_not_come_in_time_ends_the_wait() throws IOException {
        connection.timeout(Duration.ofMillis(50));
        send("12345".getBytes(ISO_8859_1));
        assertThrows(SocketTimeoutException.class, () -> connection.readOctets(6, (octets, offset, length) -> {}));
    }

    @Test
    void rfc2920_3_1_a_command_in_one_packet_with_the_end_of_the_data_stays() throws IOException {
        byte[] input = "a\r\n.\r\nMAIL FROM:<>\r\nQUIT\r\n".getBytes(ISO_8859_1);
        for (List<byte[]> pieces : Cuts.several(input)) {
            try (var socket = new PiecewiseSocket(pieces);
                    var cut = new Connection(socket)) {
                var out = new ByteArrayOutputStream();
                assertTrue(cut.readData(new DataReader(out::write, BareNewlines.NORMALIZE), Long.MAX_VALUE));
                assertEquals("a\n", out.toString(ISO_8859_1));
                assertEquals(new Line.Text("MAIL FROM:<>"), cut.readLine(20));
                assertEquals(new Line.Text("QUIT"), cut.readLine(20));
            }
        }
    }

    private static String octets(Connection connection, long count) throws IOException {
        var out = new ByteArrayOutputStream();
        assertTrue(connection.readOctets(count, out::write));
        return out.toString(ISO_8859_1);
    }

    private static List<Line> lines(List<byte[]> pieces) throws IOException {
        var lines = new ArrayList<Line>();
        try (var socket = new PiecewiseSocket(pieces);
                var cut = new Connection(socket)) {
            do {
                lines.add(cut.readLine(10));
            } while (!lines.getLast().equals(new Line.End()));
        }
        return lines;
    }
}
