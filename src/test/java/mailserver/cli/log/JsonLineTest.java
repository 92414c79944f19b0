package mailserver.cli.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinylog.Level;

class JsonLineTest {
    private static final Instant TIME = Instant.parse("2026-03-01T10:15:30.1204Z");

    @Test
    void an_entry_has_time_level_message_and_thread() {
        Thread thread = Thread.ofVirtual().name("housekeeping").unstarted(() -> {});
        JsonLine line = JsonLine.of(Entries.at(TIME, thread, Level.WARN, "msg=\"a \\\"b\\\"\"", null));
        assertEquals(
                "{\"time\":\"2026-03-01T10:15:30.120Z\",\"level\":\"warn\",\"message\":\"msg=\\\"a \\\\\\\"b\\\\\\\"\\\"\","
                        + "\"thread\":\"housekeeping\"}",
                line.toString());
        assertEquals(Optional.of(line), JsonLine.parse(line.toString()));
    }

    @Test
    void what_an_entry_does_not_have_is_absent() {
        Thread nameless = Thread.ofVirtual().unstarted(() -> {});
        JsonObject json = JsonParser.parseString(JsonLine.of(Entries.at(TIME, nameless, Level.INFO, "msg=x", null))
                        .toString())
                .getAsJsonObject();
        assertEquals(Set.of("time", "level", "message"), json.keySet());
    }

    @Test
    void an_exception_stays_on_the_line() {
        var fault = new IllegalStateException("two\nlines", new RuntimeException("why"));
        JsonLine line = JsonLine.of(Entries.at(TIME, Thread.currentThread(), Level.ERROR, "msg=oh", fault));
        assertFalse(line.toString().contains("\n"), line.toString());
        String exception =
                JsonLine.parse(line.toString()).orElseThrow().exception().orElseThrow();
        assertTrue(exception.startsWith("java.lang.IllegalStateException: two\nlines\n\tat "), exception);
        assertTrue(exception.contains("\nCaused by: java.lang.RuntimeException: why\n"), exception);
        assertEquals("msg=oh", line.message());
    }

    @Test
    void an_exception_without_words_gives_its_own() {
        var fault = new IllegalStateException("oh");
        assertEquals(
                "java.lang.IllegalStateException: oh",
                JsonLine.of(Entries.of(Level.ERROR, null, fault)).message());
    }

    @Test
    void in_text_it_is_the_line_that_would_stand_there() {
        Instant time = LocalDateTime.parse("2026-03-01T10:15:30.120")
                .atZone(ZoneId.systemDefault())
                .toInstant();
        var line = new JsonLine(time, "info", "id=x status=sent", Optional.of("t"), Optional.of("oh\n\tat x"));
        assertEquals(List.of("2026-03-01 10:15:30.120 INFO  id=x status=sent", "oh", "\tat x"), line.inText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[]",
                "{\"time\":\"2026-03-01T10:15:30.120Z\",\"level\":\"in",
                "{\"time\":\"yesterday\",\"level\":\"info\",\"message\":\"x\"}",
                "{\"time\":[],\"level\":\"info\",\"message\":\"x\"}",
                "2026-03-01 10:15:30.120 INFO  {}"
            })
    void what_is_no_such_line_is_none(String line) {
        assertEquals(Optional.empty(), JsonLine.parse(line));
    }
}
