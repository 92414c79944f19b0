package mailserver.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailserver.record.RecordedSession.Kind;
import mailserver.record.RecordedSession.Line;
import mailserver.record.RecordedSession.Speaker;
import org.junit.jupiter.api.Test;

class SessionJsonTest {
    private static final RecordedSession ODD = new RecordedSession(
            Kind.ATTEMPT,
            Optional.of("1f3k9q0c2v2a0b"),
            "[2001:db8::1]:25",
            Instant.parse("2026-01-31T12:00:00.5Z"),
            Optional.of("TLSv1.3 TLS_AES_128_GCM_SHA256"),
            List.of(
                    new Line(0, Speaker.SERVER, "220 \"odd\" \\ text\twith a tab, \u00fcml\u00e4ut, \ud83d\udce7"),
                    new Line(12, Speaker.CLIENT, "a bell \u0007 and a line\r\nbreak")),
            "deferred: \"later\"\n");

    @Test
    void bothFormsSayTheSameAndComeBack() {
        assertEquals(SessionJson.of(ODD), JsonParser.parseString(SessionJson.text(ODD)));
        RecordedSession read = SessionJson.parse(SessionJson.text(ODD)).orElseThrow();
        assertEquals(ODD.lines().getFirst(), read.lines().getFirst());
        assertEquals("a bell ? and a line??break", read.lines().getLast().text());
        assertEquals(ODD.outcome(), read.outcome());
        assertEquals(ODD.tls(), read.tls());
    }

    @Test
    void aLineThatACrashCutOffIsLeftOut() {
        String whole = SessionJson.text(ODD);
        assertEquals(Optional.empty(), SessionJson.parse(whole.substring(0, whole.length() / 2)));
        assertEquals(Optional.empty(), SessionJson.parse(""));
        assertEquals(Optional.empty(), SessionJson.parse("{\"kind\":\"else\"}"));
    }
}
