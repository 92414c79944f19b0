package mailserver.wire.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 7, '\n', '\r', 0x1b, 0x7f, 0x85, 0xad, 0x200b, 0x200f, 0x2028, 0x2029, 0x202e, 0x2066, 0xd800,
                0xfeff, 0xe0041
            })
    void what_breaks_or_hides_or_turns_text_around_becomes_a_question_mark(int c) {
        String text = "a" + Character.toString(c) + "b";
        assertEquals("a?b", Printable.word(text));
        assertEquals("a?b", Printable.line(text));
    }

    @Test
    void names_of_all_scripts_stay() {
        String text = "a \u00e9 \u0646\u0627\u0645\u0647\u200c\u0627\u06cc \ud83d\udc69\u200d\ud83d\ude80";
        assertSame(text, Printable.word(text));
    }

    @Test
    void a_line_keeps_its_tabs_and_a_word_has_none() {
        assertEquals("a\tb", Printable.line("a\tb \t "));
        assertEquals("a?b ", Printable.word("a\tb "));
    }
}
