package mailserver.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import mailserver.mime.TransferEncoder.Into;
import org.junit.jupiter.api.Test;

/** What goes to a peer without 8BITMIME. Characters up to U+00FF are octets. */
class ToSevenBitTest {
    @Test
    void RFC_6152_section_3_text_becomes_quoted_printable_and_other_content_base64() throws IOException {
        check("""
                MIME-Version: 1.0
                content-transfer-encoding: 8BIT (it is)
                Content-Type: multipart/mixed; boundary="b"
                Subject: Grüße

                Präambel
                --b
                Content-Transfer-Encoding: 8bit
                Content-Type: text/plain;
                 charset=iso-8859-1

                Grüße
                --b
                Content-Type: image/x-odd
                Content-Transfer-Encoding: 8bit

                Grü
                ße
                --b
                Content-Type: text/plain
                Content-Transfer-Encoding: 8bit

                ASCII
                --b
                Content-Type: text/plain

                unlabelled: ü
                --b--
                Epilog: ü
                """, """
                MIME-Version: 1.0
                Content-Transfer-Encoding: 7bit
                Content-Type: multipart/mixed; boundary="b"
                Subject: Grüße

                Pr?ambel
                --b
                Content-Transfer-Encoding: quoted-printable
                Content-Type: text/plain;
                 charset=iso-8859-1

                Gr=FC=DFe
                --b
                Content-Type: image/x-odd
                Content-Transfer-Encoding: base64

                R3L8DQrfZQ==
                --b
                Content-Type: text/plain
                Content-Transfer-Encoding: 7bit

                ASCII
                --b
                Content-Type: text/plain
                Content-Transfer-Encoding: quoted-printable

                unlabelled: =FC
                --b--
                Epilog: ?
                """);
    }

    @Test
    void RFC_2045_section_4_a_message_without_MIME_becomes_MIME() throws IOException {
        check("Subject: x\n\nGr\u00fc\u00dfe\n", """
                Subject: x
                Content-Transfer-Encoding: quoted-printable
                Content-Type: text/plain; charset=unknown-8bit
                MIME-Version: 1.0

                Gr=FC=DFe
                """);
        check("Subject: x\n\n" + utf8("Gr\u00fc\u00dfe") + "\n", """
                Subject: x
                Content-Transfer-Encoding: quoted-printable
                Content-Type: text/plain; charset=utf-8
                MIME-Version: 1.0

                Gr=C3=BC=C3=9Fe
                """);
        check("Subject: x\nno field \u00fc\n", """
                Subject: x
                Content-Transfer-Encoding: quoted-printable
                Content-Type: text/plain; charset=unknown-8bit
                MIME-Version: 1.0

                no field =FC
                """);
    }

    @Test
    void RFC_2045_section_4_what_the_message_says_of_itself_stays() throws IOException {
        check("Content-Type: text/html\n\n\u00fc\n", """
                Content-Type: text/html
                Content-Transfer-Encoding: quoted-printable
                MIME-Version: 1.0

                =FC
                """);
        check("mime-version: 1.0\n\n\u00fc\n", """
                mime-version: 1.0
                Content-Transfer-Encoding: quoted-printable

                =FC
                """);
    }

    @Test
    void RFC_2046_section_5_2_1_messages_within_are_looked_into() throws IOException {
        check("""
                Content-Type: message/rfc822
                Content-Transfer-Encoding: binary
                MIME-Version: 1.0

                Subject: inner
                MIME-Version: 1.0
                Content-Type: application/x-odd
                Content-Transfer-Encoding: 8bit

                ü
                """, """
                Content-Type: message/rfc822
                Content-Transfer-Encoding: 7bit
                MIME-Version: 1.0

                Subject: inner
                MIME-Version: 1.0
                Content-Type: application/x-odd
                Content-Transfer-Encoding: base64

                /A0K
                """);
    }

    @Test
    void RFC_2046_section_5_1_5_parts_of_a_digest_are_messages() throws IOException {
        check(
                "MIME-Version: 1.0\nContent-Type: multipart/digest; boundary=b\n\n--b\n\nMIME-Version: 1.0\n\n\u00fc\n--b--\n",
                """
                MIME-Version: 1.0
                Content-Type: multipart/digest; boundary=b

                --b

                MIME-Version: 1.0
                Content-Transfer-Encoding: quoted-printable

                =FC
                --b--
                """);
    }

    @Test
    void RFC_6532_section_3_7_an_international_message_is_encoded_as_a_whole() throws IOException {
        check("Content-Type: message/global\nMIME-Version: 1.0\n\nSubject: \u00c3\u00bc\n\n\u00c3\u00bc\n", """
                Content-Type: message/global
                MIME-Version: 1.0
                Content-Transfer-Encoding: quoted-printable

                Subject: =C3=BC

                =C3=BC
                """);
    }

    @Test
    void a_header_may_end_without_a_line_end() throws IOException {
        check("Content-Transfer-Encoding: 8bit\nSubject: x", """
                Content-Transfer-Encoding: 7bit
                Subject: x
                Content-Type: text/plain; charset=us-ascii
                MIME-Version: 1.0
                """);
        check("MIME-Version: 1.0\nSubject: x\nContent-Transfer-Encoding: 8bit", """
                MIME-Version: 1.0
                Subject: x
                Content-Transfer-Encoding: 7bit
                """);
        check("Content-Type: text/plain", "Content-Type: text/plain");
    }

    @Test
    void the_first_line_of_a_body_never_becomes_a_field() throws IOException {
        check(
                "Content-Transfer-Encoding: quoted-printable\n\u00fc: x\n",
                "Content-Transfer-Encoding: quoted-printable\n\n=FC: x\n");
        check("Content-Transfer-Encoding: base64\n\u00fc: x\n", "Content-Transfer-Encoding: base64\n\n?: x\n");
        check(
                "Content-Type: multipart/mixed; boundary=b\n\u00fc: x\n--b--\n",
                "Content-Type: multipart/mixed; boundary=b\n\n?: x\n--b--\n");
    }

    @Test
    void RFC_1847_section_2_nothing_signed_or_encrypted_is_touched() throws IOException {
        String[][] cases = {{"signed", "8bit"}, {"encrypted", "7bit"}, {"signed", "base64"}, {"signed", "x-odd"}};
        for (String[] typeAndEncoding : cases) {
            String message = """
                    MIME-Version: 1.0
                    Content-Type: multipart/mixed; boundary=a

                    --a
                    Content-Type: multipart/%s; boundary=b
                    Content-Transfer-Encoding: %s

                    ü
                    --b
                    Content-Transfer-Encoding: 8bit

                    ü
                    --b--
                    """.formatted((Object[]) typeAndEncoding);
            Converted converted = Converted.of(Into.SEVEN_BIT, message + "--a\n\n\u00fc\n--a--\n");
            assertEquals(
                    message + "--a\nContent-Transfer-Encoding: quoted-printable\n\n=FC\n--a--\n", converted.text());
            assertTrue(converted.eightBitLeft());
        }
    }

    @Test
    void RFC_2045_section_6_4_an_encoding_nobody_knows_is_left_alone() throws IOException {
        String message = "Content-Transfer-Encoding: x-odd\n\n\u00fc\n";
        assertEquals(new Converted(message, true), Converted.of(Into.SEVEN_BIT, message));
    }

    @Test
    void RFC_2045_section_6_8_what_can_mean_nothing_in_base64_is_blotted_out() throws IOException {
        check(
                "Content-Transfer-Encoding: base64\n\n\u00fcQUJD\0\n" + "QUJD".repeat(500) + "\n",
                "Content-Transfer-Encoding: base64\n\n?QUJD?\n"
                        + "QUJD".repeat(500).substring(0, 998) + "\n "
                        + "QUJD".repeat(500).substring(998, 1995) + "\n "
                        + "QUJD".repeat(500).substring(1995) + "\n");
    }

    @Test
    void RFC_2045_section_6_7_what_may_not_stand_in_quoted_printable_is_encoded() throws IOException {
        String header = "Content-Transfer-Encoding: quoted-printable\n\n";
        check(header + "=FC\u00fc\0 \n=\n.\n", header + "=FC=FC=00 \n=\n.\n");
        // No line break splits an =XX, and no dash gets to the start of a line.
        check(
                header + "x".repeat(898) + "=3D-" + "-".repeat(10) + "\n",
                header + "x".repeat(898) + "=3D=\n=2D" + "-".repeat(10) + "\n");
    }

    @Test
    void RFC_2045_section_2_7_text_that_only_says_it_is_7bit_is_encoded() throws IOException {
        check(
                "MIME-Version: 1.0\n\na\0b\rc\n",
                "MIME-Version: 1.0\nContent-Transfer-Encoding: quoted-printable\n\na=00b=0Dc\n");
        String longLine = "x".repeat(998);
        check("MIME-Version: 1.0\n\n" + longLine + "\n", "MIME-Version: 1.0\n\n" + longLine + "\n");
        String encoded = Converted.of(Into.SEVEN_BIT, "MIME-Version: 1.0\n\nx" + longLine + "\n")
                .text();
        assertTrue(encoded.contains("quoted-printable\n\n" + "x".repeat(75) + "=\n"), encoded);
    }

    @Test
    void RFC_2045_section_6_4_a_large_part_is_encoded_unseen() throws IOException {
        String header = "MIME-Version: 1.0\n";
        String small = "x\n".repeat(HeldBody.MOST / 2);
        check(header + "\n" + small, header + "\n" + small);
        check(
                header + "\n" + small + "\u00fc",
                header + "Content-Transfer-Encoding: quoted-printable\n\n" + small + "=FC");
        String fixed = header + "Content-Type: message/partial\nContent-Transfer-Encoding: 8bit\n\n";
        check(fixed + small + "x", fixed + small + "x");
        check(fixed + small, fixed.replace("8bit", "7bit") + small);
    }

    @Test
    void CRLF_that_another_program_stored_stays() throws IOException {
        check("Subject: x\r\nMIME-Version: 1.0\r\n\r\nASCII\r\n", "Subject: x\r\nMIME-Version: 1.0\r\n\r\nASCII\r\n");
        check(
                "Content-Type: x/y\r\nMIME-Version: 1.0\r\n\r\n\u00fc\r\n\r\u00fc\n",
                "Content-Type: x/y\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: base64\n\r\n/A0KDfwNCg==\n");
    }

    @Test
    void a_header_too_long_to_hold_goes_out_as_it_is_with_its_body() throws IOException {
        String message = "Content-Transfer-Encoding: 8bit\n" + "X-Filler: something\n".repeat(MimeHeader.MOST_HELD / 20)
                + "\n\u00fc\n";
        assertEquals(new Converted(message, true), Converted.of(Into.SEVEN_BIT, message));
    }

    @Test
    void a_type_too_long_to_read_goes_out_as_it_is_with_its_body() throws IOException {
        String start = "MIME-Version: 1.0\nContent-Type: text/plain (";
        check(
                start + "x".repeat(16_000) + ")\n\n\u00fc\n",
                start + "x".repeat(16_000) + ")\nContent-Transfer-Encoding: quoted-printable\n\n=FC\n");
        String longer = start + "x".repeat(17_000) + ")\n\n\u00fc\n";
        assertEquals(new Converted(longer, true), Converted.of(Into.SEVEN_BIT, longer));
    }

    @Test
    void a_multipart_too_deep_to_enter_goes_out_as_it_is() throws IOException {
        var levels = new StringBuilder("MIME-Version: 1.0\n");
        for (int i = 0; i < Boundaries.MOST_LEVELS; i++) {
            levels.append("Content-Type: multipart/mixed; boundary=b" + i + "\n\n--b" + i + "\n");
        }
        check(levels + "\n\u00fc\n", levels + "Content-Transfer-Encoding: quoted-printable\n\n=FC\n");
        String deeper = levels + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n\u00fc\n--b0--\n";
        assertEquals(new Converted(deeper, true), Converted.of(Into.SEVEN_BIT, deeper));
    }

    private static void check(String stored, String expected) throws IOException {
        assertEquals(new Converted(expected, false), Converted.of(Into.SEVEN_BIT, stored));
    }

    private static String utf8(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
