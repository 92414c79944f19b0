package mailserver.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.IDN;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5321 §4.1.2 with the labels of RFC 5890. */
class DomainNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "b\u00fccher.example",
                "B\u00dcCHER.Example",
                "bu\u0308cher.example",
                "xn--bcher-kva.example",
                "XN--BCHER-KVA.EXAMPLE",
                "b\u00fccher\u3002example",
                "b\u00fccher\uff0eexample",
                "b\u00fccher\uff61example",
                "\uff42\u00fc\uff23her.example"
            })
    void rfc5890_2_3_2_1_U_labels_and_A_labels_are_one_name(String text) {
        assertEquals(Optional.of("xn--bcher-kva.example"), DomainName.canonical(text));
        assertEquals("b\u00fccher.example", DomainName.unicode("xn--bcher-kva.example"));
    }

    @ParameterizedTest
    @CsvSource({
        // The samples of RFC 3492 §7.1 that are labels, in lower case.
        "\u4ed6\u4eec\u4e3a\u4ec0\u4e48\u4e0d\u8bf4\u4e2d\u6587, xn--ihqwcrb4cv8a8dqg056pqjye",
        "\u4ed6\u5011\u7232\u4ec0\u9ebd\u4e0d\u8aaa\u4e2d\u6587, xn--ihqwctvzc91f659drss3x8bo0yb",
        "pro\u010dprost\u011bnemluv\u00ed\u010desky, xn--proprostnemluvesky-uyb24dma41a",
        "3\u5e74b\u7d44\u91d1\u516b\u5148\u751f, xn--3b-ww4c5e180e575a65lsy2b",
        "\u65e5\u672c\u8a9e.jp, xn--wgv71a119e.jp",
        // Letters that java.net.IDN takes for others, and so for other domains.
        "stra\u00dfe.example, xn--strae-oqa.example",
        "STRA\u1e9eE.example, xn--strae-oqa.example",
        "strasse.example, strasse.example",
        "\u03b2\u03cc\u03bb\u03bf\u03c2.com, xn--nxasmm1c.com",
        "\u0392\u038c\u039b\u039f\u03a3.com, xn--nxasmq6b.com",
        "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.com, xn--mgba3gch31f060k.com",
        // Symbols, with and without the sign that asks for colours.
        "i\u2764.ws, xn--i-7iq.ws",
        "i\u2764\ufe0f.ws, xn--i-7iq.ws",
        "\u2603.example, xn--n3h.example",
        // A Cyrillic a: another name, however it looks.
        "p\u0430ypal.example, xn--pypal-4ve.example",
        "a_b.win_box, a_b.win_box",
        "r3---sn.example, r3---sn.example",
        "10.0.0.1, 10.0.0.1"
    })
    void rfc5891_5_names_are_kept_with_A_labels(String text, String canonical) {
        assertEquals(Optional.of(canonical), DomainName.canonical(text));
        assertEquals(Optional.of(canonical), DomainName.canonical(canonical));
        assertEquals(Optional.of(canonical), DomainName.canonical(DomainName.unicode(canonical)));
    }

    @Test
    void rfc5891_5_a_dotted_I_is_no_i() {
        assertEquals(DomainName.canonical("i\u0307.example"), DomainName.canonical("\u0130.example"));
        assertTrue(DomainName.canonical("\u0130.example").orElseThrow().startsWith("xn--"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a..b",
                "a.",
                ".a",
                "\u3002",
                "a\u3002",
                "-a",
                "a-",
                "\u00fc-",
                "-\u00fc",
                "ab--\u00fc",
                "xn--\u00fc",
                "xn--",
                "xn---",
                "xn--a",
                "xn--abc-",
                "xn--bcher-kv",
                "xn--bcher-kva9",
                "xn--99999999",
                // Punycode of a capital, an accent beside its letter, a soft hyphen, turned text, a dot, half a pair.
                "xn--bcher-2pa",
                "xn--bucher-xyd",
                "xn--ab-5da",
                "xn--a-pin",
                "xn--ab-r13a",
                "xn--a-rc4g",
                "xn--example-c06c",
                // What becomes a slash, an at, brackets, two dots.
                "\u2100.example",
                "a\uff0fb",
                "a\uff20b",
                "a\uff3bb",
                "a\u2025b",
                "\u0300a",
                "a\u00adb",
                "a\u200bb",
                "exam\u200cple.example",
                "exam\u200dple.example",
                "\u202eabc",
                "a\u2028b",
                "a\u3000b",
                "a\u00a0b",
                "\ue000",
                "a\ud800",
                "\udc00a",
                "a b",
                "a\tb",
                "a@b",
                "[192.0.2.1]"
            })
    void rfc5891_4_2_all_else_is_none(String text) {
        assertEquals(Optional.empty(), DomainName.canonical(text));
    }

    @Test
    void rfc1035_2_3_4_a_label_has_63_octets_in_its_ASCII_form() {
        assertTrue(DomainName.canonical("b".repeat(63)).isPresent());
        assertEquals(Optional.empty(), DomainName.canonical("b".repeat(64)));
        int longest = 0;
        while (DomainName.canonical("\u00fc".repeat(longest + 1)).isPresent()) {
            longest++;
        }
        assertTrue(longest < 63, "an A-label is longer than its text");
        assertEquals(
                63, DomainName.canonical("\u00fc".repeat(longest)).orElseThrow().length());
        assertEquals(Optional.empty(), DomainName.canonical("\ud83d\ude80".repeat(1000)));
    }

    @Test
    void rfc5321_4_5_3_1_2_a_name_has_255_octets() {
        String label = "b".repeat(62) + ".";
        assertTrue(DomainName.canonical(label.repeat(4) + "bbb").isPresent());
        assertEquals(Optional.empty(), DomainName.canonical(label.repeat(4) + "bbbb"));
    }

    /** Where nothing has changed since IDNA's first version, the platform's own must agree. */
    @Test
    void rfc3492_6_any_letters_become_what_the_platform_makes_of_them() {
        String letters = "abz09-\u00e4\u00f8\u0142\u0444\u044f\u03b1\u03c9\u4e2d\u6587\u3042\ud55c\ud840\udc0b";
        int[] points = letters.codePoints().toArray();
        var random = new Random(3492);
        for (int round = 0; round < 20_000; round++) {
            var label = new StringBuilder("a");
            for (int i = random.nextInt(15); i >= 0; i--) {
                label.appendCodePoint(points[random.nextInt(points.length)]);
            }
            label.append('z');
            String text = label.toString();
            if (!text.startsWith("--", 2)) {
                assertEquals(Optional.of(IDN.toASCII(text, IDN.ALLOW_UNASSIGNED)), DomainName.canonical(text), text);
            }
        }
    }

    @Test
    void rfc3492_6_2_no_text_makes_the_decoder_fail() {
        var random = new Random(3492);
        for (int round = 0; round < 100_000; round++) {
            var label = new StringBuilder("xn--");
            for (int i = random.nextInt(12); i >= 0; i--) {
                label.append("abcdefghijklmnopqrstuvwxyz0123456789-".charAt(random.nextInt(37)));
            }
            String text = label.toString();
            DomainName.canonical(text).ifPresent(name -> assertEquals(text, name));
        }
    }
}
