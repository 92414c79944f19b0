package mailserver.wire.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignLineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1|HTTP",
                "POST /?q=a%20b HTTP/1.0|HTTP",
                "get / http/1.1|HTTP",
                "OPTIONS * HTTP/1.1|HTTP",
                "GET /|HTTP",
                "BREW pot HTTP/1.1|HTTP",
                "PRI * HTTP/2.0|HTTP",
                "CONNECT mail.lan:25 HTTP/1.1|HTTP",
                "HTTP/1.1 200 OK|HTTP",
                "M-SEARCH * HTTP/1.1|HTTP",
                "Host: mail.lan:2525|HEADER",
                "User-Agent: x|HEADER",
                "x_y.z:|HEADER",
                "SSH-2.0-OpenSSH_9.2p1|SSH",
                "OPTIONS rtsp://mail.lan/ RTSP/1.0|RTSP",
                "DESCRIBE rtsp://mail.lan/|RTSP",
                "OPTIONS sip:bob@mail.lan SIP/2.0|SIP",
                "REGISTER sip:mail.lan SIP/2.0|SIP",
                "SIP/2.0 200 OK|SIP",
                "PROXY TCP4 192.0.2.1 192.0.2.2 4711 25|PROXY",
                "PROXY UNKNOWN|PROXY",
                "stats|MEMCACHED",
                "version|MEMCACHED",
                "gets key|MEMCACHED",
                "add key 0 0 5|MEMCACHED",
                "*1|REDIS",
                "$4|REDIS",
                "PING|REDIS",
                "CONFIG GET dir|REDIS",
                "set key 0 0 5|REDIS"
            })
    void another_protocol_is_known_by_its_first_line(String line, ForeignProtocol protocol) {
        assertEquals(Optional.of(protocol), ForeignLine.recognize(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "WHAT", "hello there", "XCLIENT ADDR=192.0.2.1", ": x", "a b: c", "1", "***"})
    void what_may_be_a_slip_is_left_alone(String line) {
        assertEquals(Optional.empty(), ForeignLine.recognize(line));
    }
}
