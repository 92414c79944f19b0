package mailserver.dsn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.BodyPart;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.smtp.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports as another program's parser sees them. */
class DeliveryReportTest {
    private static final Instant ARRIVED = Instant.parse("2026-03-01T10:15:30Z");
    private static final Instant NOW = Instant.parse("2026-03-06T10:15:30Z");
    private static final Address ANN = new Address("ann", "home.lan");
    private static final Address BOB = new Address("bob", "peer.lab");
    private static final Reply NO_USER = Reply.of(550, 1, 1, "no such", "user");

    @TempDir
    Path folder;

    @Test
    void aRefusalHasItsThreeParts() throws Exception {
        MimeMessage report = parsed(write(new Fate.Refused(), "Return-Path: <ann@home.lan>\nSubject: hi\n\nHello.\n"));
        assertEquals("MAILER-DAEMON@mail.home.lan", report.getHeader("From", null));
        assertEquals("ann@home.lan", report.getHeader("To", null));
        assertEquals("auto-replied", report.getHeader("Auto-Submitted", null));
        assertEquals("<r1@mail.home.lan>", report.getMessageID());
        assertEquals(NOW, report.getSentDate().toInstant());
        var type = new ContentType(report.getContentType());
        assertTrue(type.match("multipart/report"));
        assertEquals("delivery-status", type.getParameter("report-type"));
        var parts = (MimeMultipart) report.getContent();
        assertEquals(3, parts.getCount());
        assertTrue(text(parts.getBodyPart(0)).contains("    550-5.1.1 no such\n    550 5.1.1 user\n"));
        assertTrue(parts.getBodyPart(2).isMimeType("message/rfc822"));
        assertEquals("Subject: hi\n\nHello.\n", text(parts.getBodyPart(2)));
    }

    @Test
    void programsReadTheStatus() throws Exception {
        List<InternetHeaders> groups = status(write(new Fate.Refused(), "Subject: hi\n\nHello.\n"));
        assertEquals("dns; mail.home.lan", groups.get(0).getHeader("Reporting-MTA", null));
        assertEquals("Sun, 1 Mar 2026 10:15:30 +0000", groups.get(0).getHeader("Arrival-Date", null));
        InternetHeaders bob = groups.get(1);
        assertEquals("rfc822; bob@peer.lab", bob.getHeader("Final-Recipient", null));
        assertEquals("failed", bob.getHeader("Action", null));
        assertEquals("5.1.1", bob.getHeader("Status", null));
        assertEquals("dns; mx.peer.lab", bob.getHeader("Remote-MTA", null));
        assertEquals("smtp; 550 5.1.1 no such user", bob.getHeader("Diagnostic-Code", null));
        assertEquals("Fri, 6 Mar 2026 10:15:30 +0000", bob.getHeader("Last-Attempt-Date", null));
        InternetHeaders joerg = groups.get(2);
        assertEquals("utf-8; j\\x{F6}rg@peer.lab", joerg.getHeader("Final-Recipient", null));
        assertEquals("5.0.0", joerg.getHeader("Status", null));
        assertEquals("x-mailserver; connection refused", joerg.getHeader("Diagnostic-Code", null));
    }

    @Test
    void expiryAndDelayHaveTheirOwnStatus() throws Exception {
        assertEquals("4.4.7", status(write(new Fate.Expired(), "\n")).get(1).getHeader("Status", null));
        InternetHeaders delayed = status(write(new Fate.Delayed(NOW), "\n")).get(2);
        assertEquals("delayed", delayed.getHeader("Action", null));
        assertEquals("4.4.1", delayed.getHeader("Status", null));
        assertEquals("Fri, 6 Mar 2026 10:15:30 +0000", delayed.getHeader("Will-Retry-Until", null));
    }

    @Test
    void ofALargeMessageOnlyTheHeaderComesBack() throws Exception {
        String header = "Return-Path: <ann@home.lan>\nSubject: hi\nX-Folded: a\n b\n";
        String small = header + "\n" + "x".repeat(Original.MOST - header.length() - 1);
        assertTrue(third(small).isMimeType("message/rfc822"));
        BodyPart part = third(small + "x");
        assertTrue(part.isMimeType("text/rfc822-headers"));
        assertEquals("Subject: hi\nX-Folded: a\n b\n", text(part));
        String endless = "X: y\n".repeat(Original.MOST);
        assertTrue(text(third(endless)).length() <= Original.MOST);
    }

    @Test
    void aMessageWhoseFileIsGoneIsReportedAllTheSame() throws Exception {
        DeliveryReport.Written written = report(new Fate.Refused()).write(folder.resolve("gone.eml"));
        assertEquals(3, ((MimeMultipart) parsed(written).getContent()).getCount());
    }

    @Test
    void eightBitIsDeclaredWhereItIs() throws Exception {
        var ascii = new DeliveryReport(
                "r1", "mail.home.lan", ANN, ARRIVED, NOW, new Fate.Refused(), List.of(recipient(BOB, NO_USER)));
        assertEquals(
                Body.SEVEN_BIT,
                ascii.write(file("a\n\nb\n")).envelope().parameters().body());
        DeliveryReport.Written written = ascii.write(file("Subject: a\n\n\u00e4\n"));
        assertEquals(Body.EIGHT_BIT, written.envelope().parameters().body());
        MimeMessage report = parsed(written);
        assertEquals("8bit", report.getEncoding());
        BodyPart third = ((MimeMultipart) report.getContent()).getBodyPart(2);
        assertEquals("8bit", third.getHeader("Content-Transfer-Encoding")[0]);
        assertEquals("Subject: a\n\n\u00e4\n", text(third));
        assertTrue(written.envelope().sender().isNull());
        assertEquals(List.of(ANN), written.envelope().addresses());
    }

    @Test
    void theBoundaryIsNowhereInTheContent() throws Exception {
        String content = "Subject: a\n\n--=_r1_0\n--=_r1_1--\n";
        DeliveryReport.Written written = write(new Fate.Refused(), content);
        assertEquals(content, text(((MimeMultipart) parsed(written).getContent()).getBodyPart(2)));
    }

    @Test
    void aPeerCannotWriteIntoTheReport() throws Exception {
        var evil = Reply.plain(550, "no\r\nX-Evil: 1\n\n--=_r1_0\u2028\u001b[2J " + "long".repeat(1000));
        var report = new DeliveryReport(
                "r1", "mail.home.lan", ANN, ARRIVED, NOW, new Fate.Refused(), List.of(recipient(BOB, evil)));
        DeliveryReport.Written written = report.write(file("Subject: hi\n\nx\n"));
        String text = new String(written.message(), StandardCharsets.UTF_8);
        assertFalse(text.contains("\nX-Evil"));
        assertFalse(text.contains("\u001b") || text.contains("\r") || text.contains("\u2028"));
        assertTrue(text.lines().allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 998));
        List<InternetHeaders> groups = status(written);
        assertEquals(2, groups.size());
        String diagnosis = groups.get(1).getHeader("Diagnostic-Code", null);
        assertTrue(diagnosis.startsWith("smtp; 550 no X-Evil: 1 --=_r1_0 [2J longlong"), diagnosis);
    }

    private DeliveryReport.Written write(Fate fate, String original) throws IOException {
        return report(fate).write(file(original));
    }

    private static DeliveryReport report(Fate fate) {
        var joerg = new ReportedRecipient(
                new Address("j\u00f6rg", "peer.lab"),
                Optional.empty(),
                "connection refused",
                Optional.empty(),
                Optional.empty());
        return new DeliveryReport(
                "r1", "mail.home.lan", ANN, ARRIVED, NOW, fate, List.of(recipient(BOB, NO_USER), joerg));
    }

    private static ReportedRecipient recipient(Address address, Reply reply) {
        return new ReportedRecipient(address, Optional.of(reply), "", Optional.of("mx.peer.lab"), Optional.of(NOW));
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("about.eml"), content);
    }

    private BodyPart third(String original) throws Exception {
        return ((MimeMultipart) parsed(write(new Fate.Refused(), original)).getContent()).getBodyPart(2);
    }

    private static MimeMessage parsed(DeliveryReport.Written written) throws Exception {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(written.message()));
    }

    private static String text(BodyPart part) throws Exception {
        try (InputStream in = ((MimeBodyPart) part).getRawInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<InternetHeaders> status(DeliveryReport.Written written) throws Exception {
        String text = text(((MimeMultipart) parsed(written).getContent()).getBodyPart(1));
        var groups = new ArrayList<InternetHeaders>();
        for (String group : text.strip().split("\n\n")) {
            String unfolded = group.replace("\n ", " ") + "\n\n";
            groups.add(new InternetHeaders(new ByteArrayInputStream(unfolded.getBytes(StandardCharsets.US_ASCII))));
        }
        return groups;
    }
}
