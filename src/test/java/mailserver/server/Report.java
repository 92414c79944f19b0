package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * A delivery report as another program's parser reads it: the three parts of a multipart/report.
 *
 * @param words        for people
 * @param status       for programs
 * @param original     what came back
 * @param originalType what that is
 */
record Report(String words, String status, String original, String originalType) {

    static Report of(String stored, String to) throws MessagingException, IOException {
        assertTrue(stored.startsWith("Return-Path: <>\n"), stored);
        var octets = new ByteArrayInputStream(stored.getBytes(StandardCharsets.ISO_8859_1));
        var message = new MimeMessage(Session.getInstance(new Properties()), octets);
        assertEquals(to, message.getHeader("To", null));
        assertEquals("auto-replied", message.getHeader("Auto-Submitted", null));
        var type = new ContentType(message.getContentType());
        assertTrue(type.match("multipart/report"), type::toString);
        assertEquals("delivery-status", type.getParameter("report-type"));
        var parts = (MimeMultipart) message.getContent();
        assertEquals(3, parts.getCount());
        return new Report(
                (String) parts.getBodyPart(0).getContent(),
                octets(parts, 1),
                octets(parts, 2),
                parts.getBodyPart(2).getContentType());
    }

    void assertFailed(String recipient, String code) {
        assertHas("Final-Recipient: rfc822; " + recipient, "Action: failed", "Status: " + code);
    }

    /** Each must be a line of the part for programs. */
    void assertHas(String... fields) {
        for (String field : fields) {
            assertTrue(("\n" + status).contains("\n" + field + "\n"), () -> field + " is not in:\n" + status);
        }
    }

    int recipients() {
        return status.split("\nFinal-Recipient: ", -1).length - 1;
    }

    private static String octets(MimeMultipart parts, int index) throws MessagingException, IOException {
        return new String(parts.getBodyPart(index).getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
