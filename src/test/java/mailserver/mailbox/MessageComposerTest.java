package mailserver.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import mailserver.mail.Address;
import mailserver.mailbox.MessageComposer.Attachment;
import org.junit.jupiter.api.Test;

/** What is written here, as another mail library reads it. */
class MessageComposerTest {
    private static final Address ANN = new Address("ann", "lan.example");

    private static String written(MessageComposer message) throws IOException {
        var out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static MimeMessage read(MessageComposer message) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(written(message).getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageComposer message(
            String subject, String text, Optional<String> html, Attachment... attachments) {
        return new MessageComposer(ANN, List.of(ANN), List.of(), subject, text, html, List.of(attachments));
    }

    @Test
    void plainTextGoesAsItIs() throws Exception {
        MimeMessage message = read(message("Hello", "one\ntwo", Optional.empty()));
        assertEquals("ann@lan.example", message.getFrom()[0].toString());
        assertEquals("Hello", message.getSubject());
        assertEquals("7bit", message.getEncoding());
        assertEquals("one\r\ntwo\r\n", message.getContent());
    }

    @Test
    void whatIsNoAsciiIsEncodedAndComesBack() throws Exception {
        String text = "Größe = 5 €\n.\n" + "ü".repeat(2000) + "\nend";
        MimeMessage message = read(message("Grüße aus 東京 " + "sehr lang ".repeat(20), text, Optional.empty()));
        assertEquals("Grüße aus 東京 " + "sehr lang ".repeat(20).strip(), message.getSubject());
        assertEquals("quoted-printable", message.getEncoding());
        assertEquals(text + "\n", message.getContent().toString().replace("\r\n", "\n"));
        assertTrue(written(message("Größe", text, Optional.empty())).lines().allMatch(line -> line.length() <= 998));
    }

    @Test
    void htmlStandsBesideTheTextAndFilesBehindBoth() throws Exception {
        byte[] octets = new byte[1000];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) i;
        }
        MimeMessage message = read(message(
                "files",
                "text",
                Optional.of("<p>html"),
                new Attachment("größe 東京.bin", "image/x-odd", () -> new ByteArrayInputStream(octets)),
                new Attachment("m.eml", "message/rfc822", () -> new ByteArrayInputStream(new byte[] {1}))));
        Multipart mixed = (Multipart) message.getContent();
        assertEquals(3, mixed.getCount());
        Multipart alternative = (Multipart) mixed.getBodyPart(0).getContent();
        assertEquals("text", alternative.getBodyPart(0).getContent().toString().strip());
        assertTrue(alternative.getBodyPart(1).isMimeType("text/html"));
        Part file = mixed.getBodyPart(1);
        assertEquals("größe 東京.bin", file.getFileName());
        assertTrue(file.isMimeType("image/x-odd"));
        assertEquals(List.of(octets).getFirst().length, file.getInputStream().readAllBytes().length);
        assertTrue(mixed.getBodyPart(2).isMimeType("application/octet-stream"));
    }

    @Test
    void noValueBeginsAField() throws Exception {
        String written = written(new MessageComposer(
                ANN,
                List.of(),
                List.of(),
                "a\r\nX-Evil: 1\nY: 2",
                "x",
                Optional.empty(),
                List.of(new Attachment(
                        "a\"\r\nX-Evil: 3", "text/plain\r\nX-Evil: 4", () -> new ByteArrayInputStream(new byte[0])))));
        assertFalse(written.contains("\nX-Evil"), written);
        assertTrue(written.contains("To: undisclosed-recipients:;"), written);
    }
}
