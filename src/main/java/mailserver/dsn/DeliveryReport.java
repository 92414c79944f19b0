package mailserver.dsn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.MailParameters;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.mail.Timing;
import mailserver.mail.Trace;

/**
 * Tells the sender of a message what became of it: a multipart/report of RFC 3464 and RFC 6522, and where there is more than
 * ASCII in addresses or header the form that RFC 6533 gives it.
 *
 * @param id       the report's own
 * @param hostname this server
 * @param written  when the report is written
 */
public record DeliveryReport(
        String id,
        String hostname,
        Instant written,
        ReportedMessage about,
        ReportAction reportAction,
        List<ReportedRecipient> recipients) {

    public DeliveryReport {
        recipients = List.copyOf(recipients);
    }

    /** A report as it goes out: to the sender, from the null path, so that nobody ever answers it (RFC 5321 §6.1). */
    public record Written(Envelope envelope, byte[] message) {}

    /** Writes the report, LF line ends and all. The message it is about is read from its file. */
    public Written write(Path text) throws IOException {
        ReturnedContent returned = ReturnedContent.of(text, reportAction, about.parameters());
        // Every character stands for one octet from here on, so nothing of the original is ever re-coded.
        List<ReportPart> parts = List.of(
                ReportPart.words(ReadablePart.of(this, returned)),
                ReportPart.of(
                        isGlobal() ? "message/global-delivery-status" : "message/delivery-status", StatusPart.of(this)),
                returned.part(isGlobal()));
        String boundary = boundary(parts);
        boolean eightBit = parts.stream().anyMatch(ReportPart::isEightBit);
        String header = header(boundary, eightBit, returned);
        var message = new StringBuilder(ReportPart.octets(header)).append('\n');
        // The line end before a boundary belongs to the boundary, not to the part (RFC 2046 §5.1.1).
        parts.forEach(part ->
                message.append("--" + boundary + "\n").append(part.text()).append('\n'));
        message.append("--" + boundary + "--\n");
        // RFC 6531 §3.4: what needs SMTPUTF8 is an address or the header of the report itself, not UTF-8 in its parts.
        boolean utf8 = about.sender().needsUtf8() || !ReportPart.isAscii(header);
        MailParameters parameters = MailParameters.of(eightBit || utf8 ? Body.EIGHT_BIT : Body.SEVEN_BIT)
                .asUtf8(utf8)
                // RFC 8689 §5: it has the header of the message, and is to be protected in the same way.
                .requiringTls(about.parameters().requireTls())
                // RFC 6710 §4.6.
                .timed(Timing.of(about.parameters().timing().priority()));
        return new Written(
                new Envelope(id, ReversePath.NULL, List.of(Recipient.of(about.sender())), parameters),
                message.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** True when the report is about internationalized mail (RFC 6533 §4). */
    boolean isGlobal() {
        return about.parameters().utf8()
                || about.sender().needsUtf8()
                || recipients.stream()
                        .map(reported -> reported.recipient().address())
                        .anyMatch(Address::needsUtf8);
    }

    private String header(String boundary, boolean eightBit, ReturnedContent returned) {
        String threading = returned.messageId()
                .map(id -> HeaderField.of("In-Reply-To", id) + HeaderField.of("References", id))
                .orElse("");
        // RFC 8689 §6; where MAIL said the opposite, the field is to be ignored (§4.1).
        boolean needsNoTls = returned.needsNoTls() && !about.parameters().requireTls();
        return HeaderField.of("From", "MAILER-DAEMON@" + hostname)
                + HeaderField.of("To", about.sender().toString())
                + HeaderField.of("Subject", ReportWording.subject(reportAction))
                + HeaderField.of("Date", Trace.date(written))
                + HeaderField.of("Message-ID", "<" + id + "@" + hostname + ">")
                + threading
                // RFC 3834 §5: no robot may answer this.
                + HeaderField.of("Auto-Submitted", "auto-replied")
                + (needsNoTls ? HeaderField.of("TLS-Required", "No") : "")
                + HeaderField.of("MIME-Version", "1.0")
                + "Content-Type: multipart/report; report-type=delivery-status;\n boundary=\"" + boundary + "\"\n"
                + ReportPart.encoding(eightBit ? "8bit" : "7bit");
    }

    /** "=_" is in no quoted-printable and no base64 text (RFC 2045 §6.7); plain text is searched for the rest. */
    private String boundary(List<ReportPart> parts) {
        return IntStream.iterate(0, n -> n + 1)
                .mapToObj(n -> "=_" + id + "_" + n)
                .filter(candidate ->
                        parts.stream().noneMatch(part -> part.text().contains(candidate)))
                .findFirst()
                .orElseThrow();
    }
}
