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

/** A bounce as another program's parser reads it: the second and the third part of a multipart/report. */
record Report(String status, String original) {

    static Report of(String stored, String to) throws MessagingException, IOException {
        assertTrue(stored.startsWith("Return-Path: <>\n"), stored);
        var octets = new ByteArrayInputStream(stored.getBytes(StandardCharsets.ISO_8859_1));
        var message = new MimeMessage(Session.getInstance(new Properties()), octets);
        assertEquals(to, message.getHeader("To", null));
        var type = new ContentType(message.getContentType());
        assertTrue(type.match("multipart/report"), type::toString);
        assertEquals("delivery-status", type.getParameter("report-type"));
        var parts = (MimeMultipart) message.getContent();
        assertEquals(3, parts.getCount());
        return new Report(octets(parts, 1), octets(parts, 2));
    }

    void assertFailed(String recipient, String code) {
        assertTrue(status.contains("Final-Recipient: rfc822; " + recipient + "\n"), status);
        assertTrue(status.contains("Action: failed\n"), status);
        assertTrue(status.contains("Status: " + code + "\n"), status);
    }

    private static String octets(MimeMultipart parts, int index) throws MessagingException, IOException {
        return new String(parts.getBodyPart(index).getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
