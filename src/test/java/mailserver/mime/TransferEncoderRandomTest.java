package mailserver.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import mailserver.Cuts;
import mailserver.OddMessage;
import mailserver.mail.DecodedMail;
import mailserver.mime.TransferEncoder.Into;
import org.junit.jupiter.api.Test;

/** Messages nobody thought of; the same ones each time. */
class TransferEncoderRandomTest {
    private static final int ROUNDS = 150;

    @Test
    void RFC_3030_section_3_each_octet_arrives() throws Exception {
        var random = new Random(3030);
        for (int round = 0; round < ROUNDS; round++) {
            var mail = new RandomMail(random, true);
            Converted converted = Converted.of(Into.EIGHT_BIT, mail.text());
            assertFalse(converted.text().contains("\r"));
            assertEquals(mail.leaves(), DecodedMail.leaves(converted.octets()), mail::text);
            assertEquals(converted, Converted.of(Into.EIGHT_BIT, Cuts.random(octets(mail.text()))));
        }
    }

    @Test
    void RFC_6152_section_3_each_octet_arrives() throws Exception {
        var random = new Random(6152);
        for (int round = 0; round < ROUNDS; round++) {
            var mail = new RandomMail(random, false);
            byte[] stored = OddMessage.raw("", mail.text()).stored();
            Converted converted = Converted.of(Into.SEVEN_BIT, List.of(stored));
            assertFalse(converted.eightBitLeft());
            assertTrue(converted.text().lines().allMatch(TransferEncoderRandomTest::isSevenBit), converted::text);
            assertEquals(mail.leaves(), DecodedMail.leaves(converted.octets()), mail::text);
            assertEquals(converted, Converted.of(Into.SEVEN_BIT, Cuts.random(stored)));
        }
    }

    @Test
    void nonsense_does_no_harm() throws Exception {
        String[] pieces = {
            "\r",
            "\n",
            "\r\n",
            "\n",
            "--",
            "b",
            "c",
            " ",
            "\t",
            ":",
            ";",
            "=",
            "\"",
            "(",
            "\\",
            "\u00fc",
            "\0",
            ".",
            "From ",
            "x",
            "--b\n",
            "--c\r\n",
            "--b--\n",
            "\n\n",
            "Content-Type: multipart/mixed; boundary=b\n",
            "Content-Type: message/rfc822\n",
            "Content-Type:multipart/digest;boundary=\"c\"\r\n",
            "Content-Transfer-Encoding: 8bit\n",
            "Content-Transfer-Encoding: base64\n",
            "Content-Transfer-Encoding: quoted-printable\n",
            "MIME-Version: 1.0\n"
        };
        var random = new Random(2045);
        for (int round = 0; round < 40 * ROUNDS; round++) {
            var text = new StringBuilder();
            int count = random.nextInt(60);
            for (int i = 0; i < count; i++) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            OddMessage message = OddMessage.raw("nonsense", text.toString());
            assertEquals(
                    new String(message.stored(), ISO_8859_1),
                    Converted.of(Into.EIGHT_BIT, Cuts.random(message.sent())).text());
            Converted converted = Converted.of(Into.SEVEN_BIT, message.text());
            assertEquals(converted, Converted.of(Into.SEVEN_BIT, Cuts.random(message.sent())), message::text);
        }
    }

    private static boolean isSevenBit(String line) {
        return line.startsWith("X") || line.length() <= 998 && line.chars().allMatch(c -> c > 0 && c < 128);
    }

    private static byte[] octets(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
