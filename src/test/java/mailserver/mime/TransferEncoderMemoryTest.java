package mailserver.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.stream.Stream;
import mailserver.mail.FieldValue;
import mailserver.mime.TransferEncoder.Into;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever has no end comes out as it goes in, and so is never held. */
class TransferEncoderMemoryTest {
    private static final int MOST_HELD = 256 * 1024;
    private static final int ENOUGH = 1024 * 1024;

    static Stream<String[]> endless() {
        String mixed = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n";
        return Stream.of(
                new String[] {"", "a line "},
                new String[] {"Subject:", " a field "},
                new String[] {"Content-Type:", " (a type)"},
                new String[] {"Content-Type:", "\n text/plain"},
                new String[] {"Content-Transfer-Encoding:", " (an encoding)"},
                new String[] {"", "Content-Transfer-Encoding: 8bit\n"},
                new String[] {"Content-Transfer-Encoding: 8bit\n", "X: a field\n"},
                new String[] {"Subject: x\n\n", "text "},
                new String[] {"Subject: x\n\n", "\u00fc\n"},
                new String[] {"Content-Transfer-Encoding: binary\n\n", "\0"},
                new String[] {"Content-Transfer-Encoding: base64\n\n", "QUJD"},
                new String[] {"Content-Transfer-Encoding: quoted-printable\n\n", "="},
                new String[] {"Content-Type: message/rfc822\n\n", "Content-Type: message/rfc822\n\n"},
                new String[] {mixed, "preamble"},
                new String[] {mixed, "--b\n\n"},
                new String[] {mixed, "--b\n"},
                new String[] {mixed, "--b\n" + mixed},
                new String[] {mixed + "--b", " "},
                new String[] {mixed + "--b--\n", "epilogue\n"});
    }

    @ParameterizedTest
    @MethodSource("endless")
    void what_has_no_end_is_not_held(String start, String more) throws IOException {
        for (Into into : Into.values()) {
            long[] out = new long[1];
            var encoder = new TransferEncoder(into, (octets, offset, length) -> out[0] += length);
            byte[] first = start.replace("\n", "\r\n").getBytes(ISO_8859_1);
            byte[] again =
                    more.replace("\n", "\r\n").repeat(4096 / more.length()).getBytes(ISO_8859_1);
            encoder.write(first, 0, first.length);
            long in = first.length;
            while (in < ENOUGH) {
                encoder.write(again, 0, again.length);
                in += again.length;
                // CRLF may have become LF.
                long held = in - out[0] * 2;
                assertTrue(held <= MOST_HELD, () -> into + " holds " + held);
            }
        }
    }

    @Test
    void a_field_over_its_limit_is_not_kept() {
        var value = new FieldValue(10);
        byte[] line = "X: 45678\n".getBytes(ISO_8859_1);
        value.append(line, line.length);
        assertFalse(value.isTooLong());
        value.append(line, line.length);
        assertTrue(value.isTooLong());
        assertEquals(" 45678\n", value.text());
    }
}
