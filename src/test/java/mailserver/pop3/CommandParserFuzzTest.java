package mailserver.pop3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import mailserver.WireLines;
import mailserver.config.value.Pop3Extensions;
import mailserver.config.value.Retention;
import mailserver.wire.text.Printable;

class CommandParserFuzzTest {
    /** RFC 2449 §4: 512 octets with CRLF, and "-ERR " stands before it. */
    private static final int LONGEST_PROBLEM = 505;

    private static final Pop3Settings SETTINGS = new Pop3Settings(
            "mail.lan", Duration.ofSeconds(10), Duration.ofSeconds(10), 5, Pop3Extensions.DEFAULT, Retention.FOR_GOOD);
    private static final Capabilities ALL = new Capabilities(() -> SETTINGS);

    @FuzzTest
    void any_line_is_a_command_or_has_an_answer(byte[] octets) throws IOException {
        WireLines.first(octets).ifPresent(line -> {
            switch (CommandParser.parse(line, ALL)) {
                case Command.Malformed(ReplyText problem) -> assertCanBeSaid(problem);
                case Command.Lang(Optional<String> range) ->
                    range.flatMap(Language::matching)
                            .ifPresent(language -> assertFalse(language.tag().isEmpty()));
                case Command.Pass(String password) -> {
                    assertTrue(line.endsWith(password));
                    assertEquals("PASS ****", CommandParser.withoutSecret(line));
                }
                case Command.User(String name) -> assertEquals(Printable.word(name), name, "it goes to the log");
                case Command.Top(String message, long lines) -> {
                    assertFalse(message.isBlank());
                    assertTrue(lines >= 0);
                }
                default -> {}
            }
        });
    }

    private static void assertCanBeSaid(ReplyText problem) {
        for (Language language : Language.values()) {
            String words = language.say(problem);
            assertTrue(words.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PROBLEM);
            assertEquals(Printable.word(words), words);
        }
    }
}
