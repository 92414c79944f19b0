package mailserver.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import mailserver.OddMessage;
import mailserver.OddMessages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of all kinds, read apart out of a Maildir. */
class MessageParserTest {
    @TempDir
    private Path maildir;

    private int count;

    private MailboxReader reader() {
        return new MailboxReader(maildir, new MailboxReader.Memory());
    }

    private ParsedMessage parsed(String message) throws Exception {
        return parsed(message.getBytes(StandardCharsets.UTF_8));
    }

    private ParsedMessage parsed(byte[] message) throws Exception {
        Files.createDirectories(maildir.resolve("new"));
        Files.createDirectories(maildir.resolve("cur"));
        Files.write(maildir.resolve("new/" + (1_700_000_000 + count++) + ".1.host"), message);
        MailboxReader reader = reader();
        return reader.parse(reader.latest(Conditions.NONE).orElseThrow()).orElseThrow();
    }

    private static String subject(ParsedMessage message) {
        return message.summary().subject();
    }

    @Test
    void headersAreDecodedWhateverTheyAreIn() throws Exception {
        assertEquals(
                "Grüße aus Köln",
                subject(parsed("Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= aus\n =?iso-8859-1?Q?K=F6ln?=\n\n")));
        assertEquals("Grüße", subject(parsed("Subject: Grüße\n\n")));
        assertEquals("Grüße", subject(parsed("Subject: Gr\u00fc\u00dfe\n\n".getBytes(StandardCharsets.ISO_8859_1))));
        assertEquals("x", subject(parsed("Subject: =?martian?q?x?=\n\n")));
        assertEquals("", subject(parsed("no header at all")));
        assertEquals("", subject(parsed("")));
        ParsedMessage message = parsed(
                "FROM: a@b.example (\"x, y\")\nto: \"Last, First\" <c@d.example>, e@f.example\nCc: g@h.example\n\n");
        assertEquals("a@b.example (\"x, y\")", message.summary().from());
        assertEquals(
                List.of("\"Last, First\" <c@d.example>", "e@f.example", "g@h.example"),
                message.summary().to());
    }

    @Test
    void datesAreThoseOfTheSender() throws Exception {
        assertEquals(
                "2026-01-31T11:00:00Z",
                parsed("Date: Sat, 31 Jan 2026 12:00:00 +0100\n\n")
                        .summary()
                        .date()
                        .orElseThrow()
                        .toString());
        assertTrue(parsed("Date: yesterday\n\n").summary().date().isEmpty());
    }

    @Test
    void textIsReadInItsCharsetOrInAnyThatFits() throws Exception {
        assertEquals(
                "Größe\n",
                parsed(
                                "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nGr=F6=DFe\n")
                        .text());
        assertEquals(
                "Größe\n",
                parsed("Content-Type: text/plain; charset=unheard-of\n\nGröße\n")
                        .text());
        assertEquals(
                "Größe\n",
                parsed("\nGr\u00f6\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1))
                        .text());
        String base64 = Base64.getEncoder().encodeToString("hello\n".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                "hello\n",
                parsed("Content-Transfer-Encoding: base64\n\n" + base64 + "\n").text());
    }

    @Test
    void htmlAloneIsTurnedIntoText() throws Exception {
        ParsedMessage message = parsed("""
                Content-Type: text/html

                <html><head><title>t</title><style>p { color: red }</style></head><body>
                <p>Hello&nbsp;<b>you</b></p><p>See <a href="https://a.example/?x=1&amp;y=2">this</a><br>and
                <a href="javascript:alert(1)">not this</a> <a href='mailto:b@c.example'>write</a></p>
                <script>steal()</script></body></html>
                """);
        assertEquals("Hello you\n\nSee this\nand not this write", message.text());
        assertEquals(List.of("https://a.example/?x=1&y=2", "mailto:b@c.example"), message.links());
    }

    @Test
    void attachmentsAreWhatCameAlong() throws Exception {
        ParsedMessage message = parsed("""
                Content-Type: multipart/mixed; boundary="b"

                preamble
                --b
                Content-Type: multipart/alternative; boundary=c

                --c

                plain
                --c
                Content-Type: text/html

                <p>html
                --c--
                --b
                Content-Type: application/pdf; name="=?utf-8?q?=C3=A4.pdf?="
                Content-Disposition: inline

                x
                --b
                Content-Type: message/rfc822

                Subject: inner

                text of another
                --b
                Content-Type: text/plain
                Content-Disposition: attachment; filename="..\\..\\evil/../a b.txt"

                attached text
                --b
                Content-Type: image/gif
                Content-ID: <1>

                GIF
                --b--
                """);
        assertEquals("plain", message.text().strip());
        assertEquals(
                List.of("ä.pdf", "attachment-2.eml", "_.._evil_.._a b.txt", "attachment-4.gif"),
                message.attachments().stream().map(AttachmentInfo::name).toList());
        assertEquals(4, message.summary().attachments());
        assertFalse(message.text().contains("another"));
        var out = new ByteArrayOutputStream();
        assertTrue(reader().attachment(message.summary(), 2, info -> out));
        assertEquals("attached text", out.toString(StandardCharsets.UTF_8).strip());
        assertFalse(reader().attachment(message.summary(), 4, info -> OutputStream.nullOutputStream()));
    }

    @Test
    void whatIsMadeToHurtIsReadToSomeEnd() throws Exception {
        var nested = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            nested.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        assertEquals("", parsed(nested + "\ntext").text());
        assertEquals("x", subject(parsed("Subject: x\n" + "X-Y: z\n".repeat(50_000) + "\nbody")));
        assertEquals("x", subject(parsed("Subject: x\nX-Y: " + "z".repeat(1 << 20) + "\n\nbody")));
        assertTrue(parsed("Content-Type: text/html\n\n" + "<table><tr><td>".repeat(2000) + "deep")
                .text()
                .contains("deep"));
        ParsedMessage many = parsed("Content-Type: multipart/mixed; boundary=b\n\n"
                + "--b\nContent-Type: image/png\n\nx\n".repeat(5000) + "--b--\n");
        assertTrue(many.attachments().size() >= 1000);
    }

    @Test
    void oddMessagesAreMessages() throws Exception {
        for (OddMessage odd : OddMessages.all()) {
            ParsedMessage message = parsed(odd.stored());
            assertEquals(message.attachments().size(), message.summary().attachments(), odd.toString());
        }
        assertEquals(
                count,
                reader().list(Conditions.NONE, 10_000, Optional.empty())
                        .messages()
                        .size());
    }
}
