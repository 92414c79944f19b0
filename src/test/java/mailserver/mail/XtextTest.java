package mailserver.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3461 §4. */
class XtextTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"QQ314159, QQ314159", "`a+b=c d`, a+2Bb+3Dc+20d", "`\u00e4`, +C3+A4", "``, ``"})
    void whatIsEncodedIsDecoded(String plain, String encoded) {
        assertEquals(encoded, Xtext.encode(plain).encoded());
        assertEquals(plain, Xtext.parse(encoded).orElseThrow().decoded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=b", "a b", "a\u00e4", "a\r\n", "\u007f", "+", "+2", "+2b", "a+G0"})
    void whatIsNotEncodedRightIsNone(String text) {
        assertEquals(Optional.empty(), Xtext.parse(text));
    }

    @Test
    void itsLengthIsNoMatter() {
        String encoded = "a+0D".repeat(100_000);
        assertTrue(Xtext.parse(encoded).isPresent());
        assertEquals(Optional.empty(), Xtext.parse(encoded + "="));
    }
}
