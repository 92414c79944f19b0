package mailserver.wire.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsciiCaseTest {
    @ParameterizedTest
    @CsvSource({
        "rset, RSET",
        "Rset-1, RSET-1",
        "`az{, `AZ{",
        "ſtat, ſTAT",
        "\u0131, \u0131",
        "\u212a, \u212a",
        "ß, ß",
        "ä, ä"
    })
    void the_letters_a_to_z_alone_are_raised(String text, String upper) {
        assertEquals(upper, AsciiCase.upper(text));
    }

    @Test
    void a_text_without_them_stays_itself() {
        String text = new String("EHLO 1");
        assertSame(text, AsciiCase.upper(text));
    }

    @Test
    void words_are_compared_without_their_case() {
        assertTrue(AsciiCase.equal("Last", "lAST"));
        assertFalse(AsciiCase.equal("LAſT", "LAST"));
        assertTrue(AsciiCase.startsWith("from:<a@b>", "FROM"));
        assertFalse(AsciiCase.startsWith("fro", "FROM"));
        assertFalse(AsciiCase.startsWith("\u212aEY", "KEY"));
    }
}
