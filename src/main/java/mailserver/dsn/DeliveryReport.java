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
import mailserver.mail.ReversePath;
import mailserver.mail.Trace;

/**
 * Tells the sender of a message what became of it: a multipart/report of RFC 3464 and RFC 6522.
 *
 * @param id       the report's own
 * @param hostname this server
 * @param sender   whose message it was, and who gets the report
 * @param arrived  when the message came
 * @param written  when the report is written
 */
public record DeliveryReport(
        String id,
        String hostname,
        Address sender,
        Instant arrived,
        Instant written,
        Fate fate,
        List<ReportedRecipient> recipients) {

    public DeliveryReport {
        recipients = List.copyOf(recipients);
    }

    /** A report as it goes out: to the sender, from the null path, so that nobody ever answers it (RFC 5321 §6.1). */
    public record Written(Envelope envelope, byte[] message) {}

    /** Writes the report, LF line ends and all. The message it is about is read from its file. */
    public Written write(Path about) throws IOException {
        Original original = Original.of(about);
        // Every character stands for one octet from here on, so nothing of the original is ever re-coded.
        List<String> parts = List.of(
                part("text/plain; charset=utf-8", octets(Explanation.of(this))),
                part("message/delivery-status", octets(StatusPart.of(this))),
                part(original.whole() ? "message/rfc822" : "text/rfc822-headers", original.text()));
        String boundary = boundary(parts);
        boolean eightBit =
                isEightBit(octets(sender.toString())) || parts.stream().anyMatch(DeliveryReport::isEightBit);
        var message = new StringBuilder(octets(header(boundary, eightBit))).append('\n');
        // The line end before a boundary belongs to the boundary, not to the part (RFC 2046 §5.1.1).
        parts.forEach(
                part -> message.append("--" + boundary + "\n").append(part).append('\n'));
        message.append("--" + boundary + "--\n");
        Body body = eightBit ? Body.EIGHT_BIT : Body.SEVEN_BIT;
        return new Written(
                Envelope.of(id, ReversePath.NULL, List.of(sender), body),
                message.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private String header(String boundary, boolean eightBit) {
        return HeaderField.of("From", "MAILER-DAEMON@" + hostname)
                + HeaderField.of("To", sender.toString())
                + HeaderField.of("Subject", Explanation.subject(fate))
                + HeaderField.of("Date", Trace.date(written))
                + HeaderField.of("Message-ID", "<" + id + "@" + hostname + ">")
                // RFC 3834 §5: no robot may answer this.
                + HeaderField.of("Auto-Submitted", "auto-replied")
                + HeaderField.of("MIME-Version", "1.0")
                + "Content-Type: multipart/report; report-type=delivery-status;\n boundary=\"" + boundary + "\"\n"
                + encoding(eightBit);
    }

    private static String part(String type, String content) {
        return "Content-Type: " + type + "\n" + encoding(isEightBit(content)) + "\n" + content;
    }

    private static String encoding(boolean eightBit) {
        return "Content-Transfer-Encoding: " + (eightBit ? "8bit" : "7bit") + "\n";
    }

    /** "=_" is in no quoted-printable and no base64 text (RFC 2045 §6.7); plain text is searched for the rest. */
    private String boundary(List<String> parts) {
        return IntStream.iterate(0, n -> n + 1)
                .mapToObj(n -> "=_" + id + "_" + n)
                .filter(candidate -> parts.stream().noneMatch(part -> part.contains(candidate)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isEightBit(String octets) {
        return octets.chars().anyMatch(c -> c >= 0x80);
    }

    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
