package mailserver.dsn;

import static mailserver.dsn.Reports.ARRIVED;
import static mailserver.dsn.Reports.BOB;
import static mailserver.dsn.Reports.NO_USER;
import static mailserver.dsn.Reports.named;
import static mailserver.dsn.Reports.recipient;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.MailParameters;
import mailserver.smtp.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports about mail with UTF-8 in its addresses or header: RFC 6533. */
class InternationalReportTest {
    private static final Address JOERG = new Address("j\u00f6rg", "b\u00fccher.lab");
    private static final MailParameters UTF8 = MailParameters.of(Body.EIGHT_BIT).asUtf8(true);

    @TempDir
    Path folder;

    @Test
    void rfc6533_section4_anAddressBeyondAsciiIsShownAsItIs() throws Exception {
        DeliveryReport.Written written =
                write(Reports.of(Reports.message(UTF8), new ReportAction.Refused(), recipient(JOERG, NO_USER)));
        ParsedReport report = ParsedReport.of(written);
        assertEquals("message/global-delivery-status", report.type(1));
        assertEquals("8bit", report.part(1).getHeader("Content-Transfer-Encoding")[0]);
        assertEquals("utf-8; j\u00f6rg@xn--bcher-kva.lab", report.ofRecipient(0, "Final-Recipient"));
        assertEquals("message/global", report.type(2));
        assertEquals("Subject: gr\u00fc\u00dfe\n\nx\n", report.raw(2));
        assertEquals(Body.EIGHT_BIT, written.envelope().parameters().body());
    }

    @Test
    void rfc6531_section3_4_onlyAReportWhoseOwnHeaderNeedsItIsSentAsUtf8() throws Exception {
        var toAnn = write(Reports.of(Reports.message(UTF8), new ReportAction.Refused(), recipient(JOERG, NO_USER)));
        assertFalse(toAnn.envelope().parameters().utf8());
        var about = new ReportedMessage("m1", JOERG, UTF8, ARRIVED, "");
        var toJoerg = write(Reports.of(about, new ReportAction.Refused(), recipient(BOB, NO_USER)));
        assertTrue(toJoerg.envelope().parameters().utf8());
        assertEquals(Body.EIGHT_BIT, toJoerg.envelope().parameters().body());
        String text = new String(toJoerg.message(), StandardCharsets.UTF_8);
        assertTrue(text.contains("\nTo: j\u00f6rg@xn--bcher-kva.lab\n"), text);
        assertEquals("message/global-delivery-status", ParsedReport.of(toJoerg).type(1));
    }

    @Test
    void rfc6533_section4_whereOnlyTheHeaderComesBack() throws Exception {
        ParsedReport report = ParsedReport.of(write(Reports.of(
                Reports.message(UTF8), new ReportAction.Relayed(), recipient(BOB, Reply.of(250, 0, 0, "ok")))));
        assertEquals("message/global-headers", report.type(2));
        assertEquals("Subject: gr\u00fc\u00dfe\n", report.raw(2));
    }

    @ParameterizedTest
    @CsvSource({
        "utf-8;j\\x{F6}rg\\x{2B}1@a.lab, utf-8; j\u00f6rg\\x{2B}1@a.lab",
        "utf-8;j\u00f6rg@a.lab, utf-8; j\u00f6rg@a.lab",
        // Numbers that stand for nothing, or for what would spoil the line, stay numbers.
        "utf-8;a\\x{2028}\\x{A}\\x{110000}\\x{D800}\\x{85}\\x{A0}\\x{202E}b, utf-8; a\\x{2028}\\x{A}\\x{110000}\\x{D800}\\x{85}\\x{A0}\\x{202E}b"
    })
    void rfc6533_section3_theOriginalRecipientIsReadable(String sent, String shown) throws Exception {
        ParsedReport report = ParsedReport.of(write(
                Reports.of(Reports.message(UTF8), new ReportAction.Refused(), recipient(named(BOB, sent), NO_USER))));
        assertEquals(shown, report.ofRecipient(0, "Original-Recipient"));
    }

    @Test
    void whatAPeerSaidIsNotSpoiled() throws Exception {
        ParsedReport report = ParsedReport.of(write(Reports.of(
                Reports.message(UTF8),
                new ReportAction.Refused(),
                recipient(BOB, Reply.of(550, 1, 1, "Empf\u00e4nger")))));
        assertEquals("smtp; 550 5.1.1 Empf\u00e4nger", report.ofRecipient(0, "Diagnostic-Code"));
    }

    private DeliveryReport.Written write(DeliveryReport report) throws Exception {
        return report.write(Files.writeString(folder.resolve("about.eml"), "Subject: gr\u00fc\u00dfe\n\nx\n"));
    }
}
