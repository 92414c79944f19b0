package mailserver.dsn;

import static mailserver.dsn.Reports.ANN;
import static mailserver.dsn.Reports.BOB;
import static mailserver.dsn.Reports.NOW;
import static mailserver.dsn.Reports.NO_USER;
import static mailserver.dsn.Reports.recipient;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.BodyPart;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.DeliverBy;
import mailserver.mail.FutureRelease;
import mailserver.mail.MailParameters;
import mailserver.mail.MailParameters.Return;
import mailserver.mail.Timing;
import mailserver.smtp.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports as another program's parser sees them. */
class DeliveryReportTest {
    private static final DeliveryReport REFUSED = Reports.of(new ReportAction.Refused(), recipient(BOB, NO_USER));

    @TempDir
    Path folder;

    @Test
    void rfc3464_section2_aReportHasItsThreeParts() throws Exception {
        ParsedReport parsed = parsed(REFUSED, "Return-Path: <ann@home.lan>\nSubject: hi\n\nHello.\n");
        MimeMessage report = parsed.message();
        assertEquals("MAILER-DAEMON@mail.home.lan", report.getHeader("From", null));
        assertEquals("ann@home.lan", report.getHeader("To", null));
        assertEquals("auto-replied", report.getHeader("Auto-Submitted", null));
        assertEquals("<r1@mail.home.lan>", report.getMessageID());
        assertEquals(NOW, report.getSentDate().toInstant());
        var type = new ContentType(report.getContentType());
        assertTrue(type.match("multipart/report"));
        assertEquals("delivery-status", type.getParameter("report-type"));
        assertTrue(parsed.words().contains("    550-5.1.1 no such\n    550 5.1.1 user\n"));
        assertEquals("message/delivery-status", parsed.type(1));
        assertEquals("message/rfc822", parsed.type(2));
        assertEquals("Subject: hi\n\nHello.\n", parsed.raw(2));
    }

    @Test
    void rfc3461_section4_3_ofALargeMessageOnlyTheHeaderComesBack() throws Exception {
        String header = "Return-Path: <ann@home.lan>\nSubject: hi\nX-Folded: a\n b\n";
        String small = header + "\n"
                + "x\n".repeat(ReturnedContent.MOST).substring(0, ReturnedContent.MOST - header.length() - 1);
        assertEquals("message/rfc822", parsed(REFUSED, small).type(2));
        ParsedReport large = parsed(REFUSED, small + "x");
        assertEquals("text/rfc822-headers", large.type(2));
        assertEquals("Subject: hi\nX-Folded: a\n b\n", large.raw(2));
        assertTrue(large.words().endsWith("Its header is attached.\n"));
        String endless = "X: y\n".repeat(ReturnedContent.MOST);
        assertTrue(parsed(REFUSED, endless).raw(2).length() <= ReturnedContent.MOST);
    }

    @ParameterizedTest
    @CsvSource({"FULL, true", "HDRS, false"})
    void rfc3461_section4_3_theSenderSaysWhatComesBack(Return returned, boolean whole) throws Exception {
        String text = "Subject: hi\n\n" + "Hello.\n".repeat(20_000);
        ParsedReport report = parsed(REFUSED, asked(returned), text);
        assertEquals(whole ? text : "Subject: hi\n", report.raw(2));
        assertEquals(
                "Subject: hi\n",
                parsed(REFUSED, asked(Return.HDRS), "Subject: hi\n\nHello.\n").raw(2));
        String enormous = text + "x\n".repeat(ReturnedContent.MOST_ASKED / 2);
        assertEquals("Subject: hi\n", parsed(REFUSED, asked(returned), enormous).raw(2));
    }

    @Test
    void rfc3461_section4_3_RETsaysNothingOfReportsWithoutAFailure() throws Exception {
        for (ReportAction reportAction : List.of(
                new ReportAction.Delayed(NOW),
                new ReportAction.Delivered(),
                new ReportAction.Relayed(),
                new ReportAction.Expanded())) {
            ParsedReport report = parsed(
                    Reports.of(reportAction, recipient(BOB, NO_USER)), asked(Return.FULL), "Subject: hi\n\nHello.\n");
            assertEquals("text/rfc822-headers", report.type(2));
            assertEquals("Subject: hi\n", report.raw(2));
        }
    }

    @Test
    void rfc8689_section5_aReportOnAProtectedMessageIsProtectedAndHasNoTextOfIt() throws Exception {
        var parameters = asked(Return.FULL).requiringTls(true);
        var report = Reports.of(Reports.message(parameters), new ReportAction.Refused(), recipient(BOB, NO_USER));
        DeliveryReport.Written written = write(report, "Subject: hi\nTLS-Required: No\n\nHello.\n");
        assertTrue(written.envelope().parameters().requireTls());
        ParsedReport parsed = ParsedReport.of(written);
        assertEquals("Subject: hi\nTLS-Required: No\n", parsed.raw(2));
        // RFC 8689 §4.1: behind REQUIRETLS the field is ignored.
        assertNull(parsed.message().getHeader("TLS-Required", null));
    }

    @Test
    void rfc8689_section6_aReportNeedsNoTlsWhereTheMessageNeededNone() throws Exception {
        ParsedReport report = parsed(REFUSED, "Subject: hi\ntls-required:\n no\n\nHello.\n");
        assertEquals("No", report.message().getHeader("TLS-Required", null));
        for (String text :
                List.of("Subject: hi\n\nTLS-Required: No\n", "TLS-Required: Not\n\n", "TLS-Required: Yes\n\n")) {
            assertNull(parsed(REFUSED, text).message().getHeader("TLS-Required", null), text);
        }
    }

    @Test
    void rfc6710_section4_6_aReportHasThePriorityOfTheMessageAndNoDeadlineOfIt() throws Exception {
        var timing = new Timing(FutureRelease.parse(NOW + " for;3600"), DeliverBy.parse(NOW + " RT"), -4);
        ReportedMessage about = Reports.message(MailParameters.NONE.timed(timing));
        DeliveryReport.Written report =
                write(Reports.of(about, new ReportAction.TooLate(), recipient(BOB, NO_USER)), "Subject: hi\n\n");
        assertEquals(Timing.of(-4), report.envelope().parameters().timing());
    }

    @Test
    void aMessageThatIsAllHeaderComesBackAsThat() throws Exception {
        assertEquals(
                "Subject: hi",
                parsed(REFUSED, asked(Return.HDRS), "Subject: hi").raw(2));
        assertEquals("", parsed(REFUSED, asked(Return.HDRS), "\nno header\n").raw(2));
    }

    @Test
    void rfc2045_section2_9_whatIsBinaryStaysOutOfAReport() throws Exception {
        String text = "Subject: hi\n\na\0b\n";
        assertEquals("Subject: hi\n", parsed(REFUSED, text).raw(2));
        assertEquals("Subject: ?\n", parsed(REFUSED, "Subject: \0\n\na\n").raw(2));
        ParsedReport declared = parsed(REFUSED, MailParameters.of(Body.BINARY), "Subject: hi\n\nab\n");
        assertEquals("Subject: hi\n", declared.raw(2));
    }

    @Test
    void rfc2045_section2_7_ofAMessageWithOverlongLinesOnlyTheHeaderComesBack() throws Exception {
        String fits = "Subject: hi\n\n" + "x".repeat(998) + "\n";
        assertEquals(fits, parsed(REFUSED, fits).raw(2));
        for (String text : List.of(fits.strip() + "x\n", fits.strip() + "x", fits + "y".repeat(5000) + "\nend\n")) {
            ParsedReport report = parsed(REFUSED, asked(Return.FULL), text);
            assertEquals("text/rfc822-headers", report.type(2));
            assertEquals("Subject: hi\n", report.raw(2));
            assertTrue(report.words().endsWith("Its header is attached.\n"), report.words());
        }
    }

    @Test
    void rfc6522_section4_aHeaderWithOverlongLinesIsEncoded() throws Exception {
        String header = "Subject: h\u00e4\nX-Long: " + "x = y ".repeat(400) + "\nX-End: 1\n";
        for (boolean global : List.of(false, true)) {
            MailParameters parameters = MailParameters.NONE.asUtf8(global);
            var report = Reports.of(Reports.message(parameters), new ReportAction.Refused(), recipient(BOB, NO_USER));
            DeliveryReport.Written written = write(report, header + "\nHello.\n");
            assertTrue(new String(written.message(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .allMatch(line -> line.length() <= 998));
            BodyPart third = ParsedReport.of(written).part(2);
            assertEquals(global ? "message/global-headers" : "text/rfc822-headers", third.getContentType());
            assertEquals("quoted-printable", third.getHeader("Content-Transfer-Encoding")[0]);
            try (InputStream decoded = MimeUtility.decode(
                    new ByteArrayInputStream(ParsedReport.of(written).raw(2).getBytes(StandardCharsets.UTF_8)),
                    "quoted-printable")) {
                assertEquals(header, new String(decoded.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void aMessageWhoseFileIsGoneIsReportedAllTheSame() throws Exception {
        assertEquals(
                "", ParsedReport.of(REFUSED.write(folder.resolve("gone.eml"))).raw(2));
    }

    @Test
    void rfc6152_eightBitIsDeclaredWhereItIs() throws Exception {
        assertEquals(
                Body.SEVEN_BIT,
                write(REFUSED, "a\n\nb\n").envelope().parameters().body());
        DeliveryReport.Written written = write(REFUSED, "Subject: a\n\n\u00e4\n");
        assertEquals(Body.EIGHT_BIT, written.envelope().parameters().body());
        assertFalse(written.envelope().parameters().utf8());
        ParsedReport report = ParsedReport.of(written);
        assertEquals("8bit", report.message().getEncoding());
        BodyPart third = report.part(2);
        assertEquals("8bit", third.getHeader("Content-Transfer-Encoding")[0]);
        assertEquals("Subject: a\n\n\u00e4\n", report.raw(2));
        assertTrue(written.envelope().sender().isNull());
        assertEquals(List.of(ANN), written.envelope().addresses());
    }

    @Test
    void whatAPeerSaysBeyondAsciiMakesNoReportEightBit() throws Exception {
        DeliveryReport report = Reports.of(
                new ReportAction.Refused(), recipient(BOB, Reply.of(550, 1, 1, "unbekannter Empf\u00e4nger")));
        DeliveryReport.Written written = write(report, "Subject: a\n\nb\n");
        assertEquals(Body.SEVEN_BIT, written.envelope().parameters().body());
        ParsedReport parsed = ParsedReport.of(written);
        assertTrue(parsed.words().contains("550 5.1.1 unbekannter Empf\u00e4nger"), parsed.words());
        assertEquals("smtp; 550 5.1.1 unbekannter Empf?nger", parsed.ofRecipient(0, "Diagnostic-Code"));
    }

    @Test
    void rfc2046_section5_1_1_theBoundaryIsNowhereInTheContent() throws Exception {
        String content = "Subject: a\n\n--=_r1_0\n--=_r1_1--\n";
        assertEquals(content, parsed(REFUSED, content).raw(2));
    }

    @Test
    void aPeerCannotWriteIntoTheReport() throws Exception {
        var evil = Reply.plain(550, "no\r\nX-Evil: 1\n\n--=_r1_0\u2028\u001b[2J " + "long".repeat(1000));
        DeliveryReport.Written written =
                write(Reports.of(new ReportAction.Refused(), recipient(BOB, evil)), "Subject: hi\n\nx\n");
        String text = new String(written.message(), StandardCharsets.UTF_8);
        assertFalse(text.contains("\nX-Evil"));
        assertFalse(text.contains("\u001b") || text.contains("\r") || text.contains("\u2028"));
        assertTrue(text.lines().allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 998));
        ParsedReport report = ParsedReport.of(written);
        assertEquals(2, report.groups().size());
        String diagnosis = report.ofRecipient(0, "Diagnostic-Code");
        assertTrue(diagnosis.startsWith("smtp; 550 no X-Evil: 1 --=_r1_0 [2J longlong"), diagnosis);
    }

    @Test
    void rfc5322_section3_6_4_theReportIsInTheThreadOfItsMessage() throws Exception {
        MimeMessage report = parsed(REFUSED, "Subject: hi\nMessage-Id:\n <a.1$x@b.example>\n\nx\n")
                .message();
        assertEquals("<a.1$x@b.example>", report.getHeader("In-Reply-To", null));
        assertEquals("<a.1$x@b.example>", report.getHeader("References", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: hi\n\nMessage-ID: <in@body>\n",
                "Message-ID: none\n\n",
                "Message-ID: <a@b> <c@d>\n\n",
                "Message-ID: <a b@c>\n\n",
                "Message-ID: <\u00e4@c>\n\n",
                "Resent-Message-ID: <a@b>\n\n"
            })
    void whereThereIsNoProperMessageIdThereIsNoThread(String text) throws Exception {
        assertNull(parsed(REFUSED, text).message().getHeader("In-Reply-To", null));
    }

    @Test
    void anAddressWithBlanksInQuotesStaysAsItIs() throws Exception {
        Address odd = new Address("o  d " + "d".repeat(60), "home.lan");
        var about = new ReportedMessage("m1", odd, MailParameters.NONE, Reports.ARRIVED, "");
        ParsedReport report =
                ParsedReport.of(write(Reports.of(about, new ReportAction.Refused(), recipient(odd, NO_USER)), "\n"));
        assertEquals(
                odd.toString(),
                report.message().getHeader("To", null).replace("\r\n", "").replace("\n", ""));
        assertEquals("rfc822; " + odd, report.ofRecipient(0, "Final-Recipient"));
    }

    private static MailParameters asked(Return returned) {
        return new MailParameters(Body.SEVEN_BIT, false, Optional.of(returned), Optional.empty());
    }

    private ParsedReport parsed(DeliveryReport report, MailParameters parameters, String text) throws Exception {
        return parsed(
                Reports.of(
                        Reports.message(parameters),
                        report.reportAction(),
                        report.recipients().toArray(ReportedRecipient[]::new)),
                text);
    }

    private ParsedReport parsed(DeliveryReport report, String text) throws Exception {
        return ParsedReport.of(write(report, text));
    }

    private DeliveryReport.Written write(DeliveryReport report, String text) throws IOException {
        return report.write(Files.writeString(folder.resolve("about.eml"), text));
    }
}
