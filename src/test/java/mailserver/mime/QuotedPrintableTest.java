package mailserver.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import mailserver.Cuts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 2045 §6.7. */
class QuotedPrintableTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    plain            | plain
                    1=1              | 1=3D1
                    \u00fc\\0\\x7f   | =FC=00=7F
                    a b\\tc          | a b\\tc
                    a \\nb\\t\\n     | a=20\\nb=09\\n
                    a  \\n           | a =20\\n
                    \\n\\n           | \\n\\n
                    a\\rb\\r\\nc\\r  | a=0Db\\nc=0D
                    \\r\\r\\n        | =0D\\n
                    a\\s\\r\\n       | a=20\\n
                    a\\s\\rb         | a =0Db
                    a\\s             | a=20
                    From x\\nFrom\\n | =46rom x\\nFrom\\n
                    From\\s\\nFrom\\t| From=20\\nFrom=09
                    >From x\\nfrom x | >From x\\nfrom x
                    .\\n..\\n.a\\n.  | =2E\\n..\\n.a\\n=2E
                    --b\\n-          | --b\\n-
                    """)
    void encodes(String text, String expected) throws IOException {
        assertEquals(unescape(expected), encoded(List.of(unescape(text).getBytes(ISO_8859_1))));
    }

    @Test
    void lines_have_76_characters_at_the_most() throws IOException {
        assertEquals("x".repeat(75), encoded("x".repeat(75)));
        assertEquals("x".repeat(75) + "=\nx", encoded("x".repeat(76)));
        assertEquals("x".repeat(73) + "=\n=FC", encoded("x".repeat(73) + "\u00fc"));
        assertEquals("x".repeat(75) + "=\n=20\n", encoded("x".repeat(75) + " \n"));
    }

    @Test
    void what_gets_to_the_start_of_a_line_is_harmless_there() throws IOException {
        String full = "x".repeat(75);
        assertEquals(full + "=\n=2D-boundary\n", encoded(full + "--boundary\n"));
        assertEquals(full + "=\n=2E\n", encoded(full + ".\n"));
        assertEquals(full + "=\n=46rom here\n", encoded(full + "From here\n"));
    }

    @Test
    void others_decode_what_it_encodes() throws IOException, MessagingException {
        var random = new Random(2045);
        for (int round = 0; round < 300; round++) {
            var text = new StringBuilder();
            int length = random.nextInt(400);
            for (int i = 0; i < length; i++) {
                text.append("\u00fc\n \t.=-From xyz\r\0".charAt(random.nextInt(16)));
            }
            byte[] octets = text.toString().getBytes(ISO_8859_1);
            String whole = encoded(List.of(octets));
            for (List<byte[]> pieces : Cuts.several(octets)) {
                assertEquals(whole, encoded(pieces));
            }
            assertTrue(whole.lines().allMatch(line -> line.length() <= 76 && line.matches("[\t -~]*")), whole);
            var decoder = MimeUtility.decode(new ByteArrayInputStream(whole.getBytes(ISO_8859_1)), "quoted-printable");
            assertEquals(text.toString().replace("\r\n", "\n"), new String(decoder.readAllBytes(), ISO_8859_1));
        }
    }

    private static String encoded(String text) throws IOException {
        return encoded(List.of(text.getBytes(ISO_8859_1)));
    }

    private static String encoded(List<byte[]> pieces) throws IOException {
        var out = new ByteArrayOutputStream();
        var encoder = new QuotedPrintable(out::write);
        for (byte[] piece : pieces) {
            encoder.write(piece, 0, piece.length);
        }
        encoder.end();
        return out.toString(ISO_8859_1);
    }

    private static String unescape(String text) {
        return text.strip()
                .replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\s", " ")
                .replace("\\0", "\0")
                .replace("\\x7f", "\u007f");
    }
}
