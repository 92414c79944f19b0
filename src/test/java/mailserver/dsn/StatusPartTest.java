package mailserver.dsn;

import static mailserver.dsn.Reports.BOB;
import static mailserver.dsn.Reports.NOW;
import static mailserver.dsn.Reports.NO_USER;
import static mailserver.dsn.Reports.named;
import static mailserver.dsn.Reports.recipient;
import static mailserver.dsn.Reports.unanswered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.DeliverBy;
import mailserver.mail.FutureRelease;
import mailserver.mail.MailParameters;
import mailserver.mail.Recipient;
import mailserver.mail.Timing;
import mailserver.mail.Xtext;
import mailserver.smtp.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The part for programs, field by field. */
class StatusPartTest {
    private static final String DATE = "Fri, 6 Mar 2026 10:15:30 +0000";

    @TempDir
    Path folder;

    @Test
    void rfc3464_section2_3_whatAPeerRefused() throws Exception {
        ParsedReport report = parsed(Reports.of(
                new ReportAction.Refused(), recipient(BOB, NO_USER), unanswered(new Address("carl", "b.lab"))));
        assertEquals("dns; mail.home.lan", report.ofMessage("Reporting-MTA"));
        assertEquals("Sun, 1 Mar 2026 10:15:30 +0000", report.ofMessage("Arrival-Date"));
        assertEquals("rfc822; bob@peer.lab", report.ofRecipient(0, "Final-Recipient"));
        assertEquals("failed", report.ofRecipient(0, "Action"));
        assertEquals("5.1.1", report.ofRecipient(0, "Status"));
        assertEquals("dns; mx.peer.lab", report.ofRecipient(0, "Remote-MTA"));
        // RFC 3461 §9.2: a space before each line after the first.
        assertEquals("smtp; 550-5.1.1 no such 550 5.1.1 user", report.ofRecipient(0, "Diagnostic-Code"));
        assertEquals(DATE, report.ofRecipient(0, "Last-Attempt-Date"));
        assertEquals("rfc822; carl@b.lab", report.ofRecipient(1, "Final-Recipient"));
        assertEquals("5.0.0", report.ofRecipient(1, "Status"));
        assertEquals("x-mailserver; connection refused", report.ofRecipient(1, "Diagnostic-Code"));
        assertNull(report.ofRecipient(1, "Remote-MTA"));
    }

    static Stream<Arguments> fates() {
        Reply busy = Reply.of(450, 4, 2, "busy");
        Reply plain = Reply.plain(250, "ok");
        return Stream.of(
                Arguments.of(new ReportAction.Refused(), Reply.plain(550, "no"), "failed", "5.0.0"),
                Arguments.of(new ReportAction.Refused(), busy, "failed", "5.0.0"),
                Arguments.of(new ReportAction.Expired(), busy, "failed", "4.4.7"),
                Arguments.of(new ReportAction.TooLate(), busy, "failed", "5.4.7"),
                Arguments.of(new ReportAction.Late(NOW), busy, "delayed", "4.4.7"),
                Arguments.of(new ReportAction.Delayed(NOW), busy, "delayed", "4.4.2"),
                Arguments.of(new ReportAction.Delayed(NOW), NO_USER, "delayed", "4.0.0"),
                Arguments.of(new ReportAction.Relayed(), Reply.of(250, 2, 6, "ok"), "relayed", "2.2.6"),
                Arguments.of(new ReportAction.Relayed(), plain, "relayed", "2.0.0"),
                Arguments.of(new ReportAction.Delivered(), plain, "delivered", "2.0.0"),
                Arguments.of(new ReportAction.Expanded(), plain, "expanded", "2.0.0"));
    }

    @ParameterizedTest
    @MethodSource("fates")
    void rfc3464_section2_3_4_theStatusFitsTheAction(
            ReportAction reportAction, Reply reply, String action, String status) throws Exception {
        ParsedReport report = parsed(Reports.of(reportAction, recipient(BOB, reply)));
        assertEquals(action, report.ofRecipient(0, "Action"));
        assertEquals(status, report.ofRecipient(0, "Status"));
    }

    @Test
    void someFatesHaveFieldsOfTheirOwn() throws Exception {
        ParsedReport delayed = parsed(Reports.of(new ReportAction.Delayed(NOW), unanswered(BOB)));
        assertEquals(DATE, delayed.ofRecipient(0, "Will-Retry-Until"));
        assertEquals("4.4.1", delayed.ofRecipient(0, "Status"));
        ReportedRecipient here = ReportedRecipient.here(Recipient.of(BOB), NOW);
        ParsedReport delivered = parsed(Reports.of(new ReportAction.Delivered(), here));
        assertEquals("m1", delivered.ofRecipient(0, "Final-Log-ID"));
        assertEquals(DATE, delivered.ofRecipient(0, "Last-Attempt-Date"));
        for (String field : List.of("Remote-MTA", "Diagnostic-Code", "Will-Retry-Until")) {
            assertNull(delivered.ofRecipient(0, field));
        }
    }

    @Test
    void rfc2852_section5_andRfc4865_section5_1_2_whatWasAskedOfTimeIsTold() throws Exception {
        var timing = new Timing(FutureRelease.parse(NOW + " for;3600"), DeliverBy.parse(NOW + " N"), 5);
        ReportedMessage about = Reports.message(MailParameters.NONE.timed(timing));
        ParsedReport report = parsed(Reports.of(about, new ReportAction.Late(NOW), unanswered(BOB)));
        assertEquals(DATE, report.ofMessage("Deliver-By-Date"));
        assertEquals("for;3600", report.ofMessage("Future-Release-Request"));
        assertEquals(DATE, report.ofRecipient(0, "Will-Retry-Until"));
        assertNotNull(report.ofMessage("Arrival-Date"));
        assertTrue(report.words().contains("by the time\nthat you set"), report.words());
        assertTrue(report.words().contains("You wanted it delivered by "), report.words());
        ParsedReport plain = parsed(Reports.of(new ReportAction.Delayed(NOW), unanswered(BOB)));
        assertNull(plain.ofMessage("Deliver-By-Date"));
        assertNull(plain.ofMessage("Future-Release-Request"));
    }

    /** It comes back as the sender had it before encoding; what may not stand in a field stays encoded. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "QQ314159, QQ314159",
                "+2B+3D+20+20x, `+=  x`",
                "a+09b, `a\tb`",
                "a+0D+0AX-Evil:+201, a+0D+0AX-Evil:+201",
                "J+C3+B6rg, J+C3+B6rg",
                "a+00b, a+00b"
            })
    void rfc3461_section6_3_theEnvelopeIdComesBack(String sent, String shown) throws Exception {
        var parameters = new MailParameters(Body.SEVEN_BIT, false, Optional.empty(), Xtext.parse(sent));
        ParsedReport report =
                parsed(Reports.of(Reports.message(parameters), new ReportAction.Refused(), recipient(BOB, NO_USER)));
        assertEquals(shown, report.ofMessage("Original-Envelope-Id"));
        assertEquals(2, report.groups().size());
        assertNull(parsed(Reports.of(new ReportAction.Refused(), recipient(BOB, NO_USER)))
                .ofMessage("Original-Envelope-Id"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "rfc822;team@home.lan, rfc822; team@home.lan",
                "RFC822;Bob+2BTag@Peer.Lab, RFC822; Bob+Tag@Peer.Lab",
                "x400;/C+3Dde/O+3Dx/, x400; /C=de/O=x/",
                "`rfc822;+22o+20+20d+22@a.lab`, `rfc822; \"o  d\"@a.lab`",
                "rfc822;a+0D+0AStatus:+202.0.0, rfc822; a+0D+0AStatus:+202.0.0",
                "utf-8;j\\x{F6}rg\\x{2B}1@a.lab, utf-8; j\\x{F6}rg\\x{2B}1@a.lab",
                "utf-8;j\u00f6rg@a.lab, utf-8; j\\x{F6}rg@a.lab"
            })
    void rfc3464_section2_3_1_theOriginalRecipientComesBack(String sent, String shown) throws Exception {
        ParsedReport report = parsed(Reports.of(new ReportAction.Refused(), recipient(named(BOB, sent), NO_USER)));
        assertEquals(shown, report.ofRecipient(0, "Original-Recipient"));
        assertEquals("rfc822; bob@peer.lab", report.ofRecipient(0, "Final-Recipient"));
        assertEquals("5.1.1", report.ofRecipient(0, "Status"));
        assertEquals(2, report.groups().size());
        ParsedReport without = parsed(Reports.of(new ReportAction.Refused(), recipient(BOB, NO_USER)));
        assertNull(without.ofRecipient(0, "Original-Recipient"));
    }

    @Test
    void aLongOriginalRecipientIsNotBroken() throws Exception {
        String original = "rfc822;" + "x".repeat(490) + "@a.lab";
        ParsedReport report = parsed(Reports.of(new ReportAction.Refused(), recipient(named(BOB, original), NO_USER)));
        assertEquals(original.replace(";", "; "), report.ofRecipient(0, "Original-Recipient"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "client.example [192.0.2.1], dns; client.example ([192.0.2.1])",
                "[192.0.2.7] [IPv6:2001:db8::1], dns; [192.0.2.7] ([IPv6:2001:db8::1])",
                "[192.0.2.1], dns; [192.0.2.1]",
                "evil) X: [192.0.2.1], none",
                "'our own queue, 1f3k9q0c2v2a0b', none",
                "'', none"
            })
    void rfc3464_section2_2_4_theHostItCameFromIsNamed(String client, String field) throws Exception {
        var about = new ReportedMessage("m1", Reports.ANN, MailParameters.NONE, Reports.ARRIVED, client);
        assertEquals(
                field,
                parsed(Reports.of(about, new ReportAction.Refused(), recipient(BOB, NO_USER)))
                        .ofMessage("Received-From-MTA"));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.7, dns; [10.0.0.7]", "fd00::7, dns; [IPv6:fd00::7]", "10.lab, dns; 10.lab"})
    void rfc3464_section2_1_2_aHostIsANameOrALiteral(String host, String field) throws Exception {
        var recipient =
                new ReportedRecipient(Recipient.of(BOB), Optional.of(NO_USER), "", Optional.of(host), Optional.of(NOW));
        assertEquals(
                field, parsed(Reports.of(new ReportAction.Refused(), recipient)).ofRecipient(0, "Remote-MTA"));
    }

    @Test
    void rfc3464_section2_3_5_aHostThatGaveNoAnswerIsNotNamed() throws Exception {
        var recipient = new ReportedRecipient(
                Recipient.of(BOB), Optional.empty(), "connection refused", Optional.of("10.0.0.7"), Optional.of(NOW));
        ParsedReport report = parsed(Reports.of(new ReportAction.Expired(), recipient));
        assertEquals("x-mailserver; connection refused", report.ofRecipient(0, "Diagnostic-Code"));
        assertNull(report.ofRecipient(0, "Remote-MTA"));
    }

    private ParsedReport parsed(DeliveryReport report) throws Exception {
        return ParsedReport.of(report.write(Files.writeString(folder.resolve("about.eml"), "Subject: hi\n\nx\n")));
    }
}
