package mailserver.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mailserver.Cuts;
import mailserver.mail.DecodedMail;
import mailserver.mail.DecodedMail.Leaf;
import mailserver.mime.TransferEncoder.Into;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What came with BODY=BINARYMIME and goes to disk. Characters up to U+00FF are octets. */
class ToEightBitTest {
    private static final String MIXED = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n";

    static Stream<String> contents() {
        String all = IntStream.range(0, 256).mapToObj(Character::toString).collect(Collectors.joining());
        byte[] random = new byte[100_000];
        new Random(3030).nextBytes(random);
        return Stream.of(
                "",
                "\0",
                "\r",
                "\n",
                "\r\n",
                "\n\r",
                "\r\r\n",
                "\r\n\r\n",
                "\r\n.\r\n",
                all + all,
                "x".repeat(57),
                "x".repeat(58),
                "x".repeat(LineSplitter.PIECE) + "\r",
                "x".repeat(LineSplitter.PIECE - 1) + "\r\nx",
                "--b",
                "\n--b\n",
                "\r--b\r",
                "\n--b--\r\n",
                "x\n--b--\r\n\r--b\r\nx",
                "\r\n--b\n\r\n--b\r\r\n--bx\r\n--b-\r\n--b--x\r\n -- b\r\n--B",
                new String(random, ISO_8859_1));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void RFC_3030_section_3_each_octet_of_a_binary_part_is_kept(String content) throws Exception {
        // A first line that looks like a delimiter is one, whatever it was meant to be.
        String safe = content.startsWith("--b") ? "x" + content : content;
        String message = MIXED + "\r\n--b\r\nContent-Type: x/y\r\nContent-Transfer-Encoding: binary\r\n\r\n" + safe
                + "\r\n--b\r\n\r\nmore\n\r\n--b--\r\n";
        Converted converted = atEverySplit(message);
        assertEquals(
                List.of(new Leaf("/0", "x/y", safe), new Leaf("/1", "text/plain", "more\r\n")),
                DecodedMail.leaves(converted.octets()));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void RFC_3030_section_3_each_octet_of_a_binary_message_is_kept(String content) throws Exception {
        String header = "MIME-Version: 1.0\r\nContent-Transfer-Encoding: binary\r\n\r\n";
        Converted converted = atEverySplit(header + content);
        assertEquals(List.of(new Leaf("", "text/plain", content)), DecodedMail.leaves(converted.octets()));
    }

    @Test
    void RFC_2045_section_6_4_what_holds_binary_parts_becomes_8bit() throws IOException {
        check("""
                MIME-Version: 1.0
                CONTENT-transfer-ENCODING : (really)
                  Binary ;
                X-Between: one
                Content-Transfer-Encoding: binary
                Content-Type: multipart/mixed; boundary=b

                préamble
                --b
                Content-Transfer-Encoding: 8bit

                Grüße
                --b
                Content-Transfer-Encoding: binary

                Grüße
                --b
                Content-Type: message/rfc822
                Content-Transfer-Encoding: binary

                Content-Transfer-Encoding: binary
                Subject: é

                ABC
                --b
                Content-Type: message/partial
                Content-Transfer-Encoding: binary

                é
                --b--
                épilogue
                """, """
                MIME-Version: 1.0
                Content-Transfer-Encoding: 8bit
                X-Between: one
                Content-Type: multipart/mixed; boundary=b

                préamble
                --b
                Content-Transfer-Encoding: 8bit

                Grüße
                --b
                Content-Transfer-Encoding: base64

                R3L832U=
                --b
                Content-Type: message/rfc822
                Content-Transfer-Encoding: 8bit

                Content-Transfer-Encoding: base64
                Subject: é
                Content-Type: text/plain; charset=unknown-8bit
                MIME-Version: 1.0

                QUJD
                --b
                Content-Type: message/partial
                Content-Transfer-Encoding: 8bit

                é
                --b--
                épilogue
                """);
    }

    @Test
    void RFC_2046_section_5_1_2_an_outer_delimiter_ends_binary_parts_within() throws IOException {
        check("""
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=a

                --a
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Transfer-Encoding: binary

                ABC
                --a
                Content-Transfer-Encoding: binary

                ABC""", """
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=a

                --a
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Transfer-Encoding: base64

                QUJD
                --a
                Content-Transfer-Encoding: base64

                QUJD
                """);
    }

    @Test
    void RFC_2046_section_5_1_a_binary_part_may_be_empty_or_lack_an_empty_line() throws IOException {
        String binary = "Content-Transfer-Encoding: binary\n";
        String base64 = "Content-Transfer-Encoding: base64\n";
        String start = MIXED.replace("\r", "") + "\n--b\n";
        check(
                start + binary + "--b\n" + binary + "\n--b\n" + binary + "\n\n--b\n" + binary + "no field\n--b--\n",
                start + base64 + "--b\n" + base64 + "\n--b\n" + base64 + "\n\n--b\n" + base64
                        + "\nbm8gZmllbGQ=\n--b--\n");
    }

    @Test
    void bare_line_ends_of_text_are_line_ends_before_delimiters_too() throws IOException {
        String message = "MIME-Version: 1.0\rContent-Type: multipart/mixed; boundary=b\n\n--b\r\rone\n--b\n"
                + "Content-Transfer-Encoding: binary\n\nA\nB\r\n--b--\n\r";
        assertEquals(
                "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n"
                        + "Content-Transfer-Encoding: base64\n\n"
                        + base64("A\nB\r\n--b--\n\r") + "\n",
                atEverySplit(message).text());
    }

    @Test
    void RFC_1847_section_2_1_signed_parts_are_stored_with_each_octet_kept() throws IOException {
        String message = "MIME-Version: 1.0\nContent-Type: multipart/signed; boundary=b\n\n--b\n"
                + "Content-Transfer-Encoding: binary\n\nABC\n--b--\n";
        check(message, message.replace("binary", "base64").replace("ABC", "QUJD"));
    }

    /** @param text sent with CRLF line ends */
    private static void check(String text, String expected) throws IOException {
        assertEquals(expected, atEverySplit(text.replace("\n", "\r\n")).text());
    }

    private static Converted atEverySplit(String message) throws IOException {
        Converted whole = Converted.of(Into.EIGHT_BIT, message);
        byte[] octets = message.getBytes(ISO_8859_1);
        for (List<byte[]> pieces : Cuts.several(octets)) {
            assertEquals(whole, Converted.of(Into.EIGHT_BIT, pieces));
        }
        for (int at = 1; octets.length < 2000 && at < octets.length; at++) {
            assertEquals(whole, Converted.of(Into.EIGHT_BIT, Cuts.at(at, octets)), "cut at " + at);
        }
        return whole;
    }

    private static String base64(String octets) {
        return Base64.getEncoder().encodeToString(octets.getBytes(ISO_8859_1));
    }
}
