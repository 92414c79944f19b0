package mailserver.dsn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderFieldTest {
    @ParameterizedTest
    @ValueSource(strings = {"short", "two  blanks", "many      blanks and words", "\u00e4\u00f6 \u00fc"})
    void rfc5322_section2_2_3_unfoldedItIsTheSame(String part) {
        String value = (part + " ").repeat(40).strip();
        String field = HeaderField.of("X-Test", value);
        assertTrue(field.lines().allMatch(line -> octets(line.stripTrailing()) <= 78 && !line.isBlank()), field);
        assertEquals("X-Test: " + value + "\n", field.replace("\n ", " "));
    }

    @Test
    void rfc5322_section2_1_1_noLineIsTooLong() {
        String field = HeaderField.of("X-Test", "\u20ac".repeat(2000) + " " + "x".repeat(3000));
        assertTrue(field.lines().allMatch(line -> octets(line) <= 998), field);
        assertEquals(5000, field.chars().filter(c -> c == '\u20ac' || c == 'x').count());
    }

    @Test
    void aWordThatFitsIsNotBroken() {
        String word = "x".repeat(900);
        assertEquals("X-Test: " + word + "\n", HeaderField.of("X-Test", word));
    }

    @Test
    void nothingEndsTheLine() {
        assertEquals("X: a  b c d e\tf\n", HeaderField.of("X", "a\r\nb\u2028c\u0085d\u0000e\tf"));
        assertEquals("X: a?b\n", HeaderField.ascii("X", "a\u00e4b"));
    }

    private static int octets(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length;
    }
}
