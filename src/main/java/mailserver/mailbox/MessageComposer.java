package mailserver.mailbox;

import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import mailserver.mail.Address;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.util.CharsetUtil;

/**
 * Writes a message (RFC 5322, RFC 2045) from what a person or a program has to say. Date and Message-ID are left to whoever takes it,
 * unless they are among the other fields. No value can begin another field: what is no plain text is encoded.
 *
 * @param html empty for none
 * @param more other fields, of which what is more than a line of ASCII is left out
 */
public record MessageComposer(
        Address from,
        List<Address> to,
        List<Address> cc,
        String subject,
        String text,
        Optional<String> html,
        List<Attachment> attachments,
        List<HeaderLine> more) {
    private static final int LONGEST_LINE = 900;
    private static final String TYPE = "[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100}";

    /** One that leaves all other fields to whoever takes it. */
    public MessageComposer(
            Address from,
            List<Address> to,
            List<Address> cc,
            String subject,
            String text,
            Optional<String> html,
            List<Attachment> attachments) {
        this(from, to, cc, subject, text, html, attachments, List.of());
    }

    /** @param type such as {@code image/png} */
    public record Attachment(String name, String type, Source content) {
        /** What is no type is octets. */
        public Attachment {
            type = type.matches(TYPE) ? type.toLowerCase(Locale.ROOT) : "application/octet-stream";
        }
    }

    /** Opened once for each writing. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    /** With line ends CRLF, but for those of the text. */
    public void writeTo(OutputStream out) throws IOException {
        var header = new StringBuilder();
        field(header, "From", addresses(List.of(from)));
        if (!to.isEmpty()) {
            field(header, "To", addresses(to));
        }
        if (!cc.isEmpty()) {
            field(header, "Cc", addresses(cc));
        }
        if (to.isEmpty() && cc.isEmpty()) {
            field(header, "To", "undisclosed-recipients:;");
        }
        field(header, "Subject", EncoderUtil.encodeIfNecessary(oneLine(subject), EncoderUtil.Usage.TEXT_TOKEN, 9));
        for (HeaderLine line : more) {
            if (CharsetUtil.isASCII(line.value()) && line.value().chars().noneMatch(c -> c < ' ')) {
                field(header, line.name(), line.value().replaceAll(" +(?=<)", "\r\n "));
            }
        }
        field(header, "MIME-Version", "1.0");
        out.write(header.toString().getBytes(StandardCharsets.UTF_8));
        if (attachments.isEmpty()) {
            body(out);
            return;
        }
        String boundary = boundary();
        line(out, "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"", "", "--" + boundary);
        body(out);
        for (Attachment attachment : attachments) {
            line(out, "", "--" + boundary);
            attachment(out, attachment);
        }
        line(out, "", "--" + boundary + "--");
    }

    private void body(OutputStream out) throws IOException {
        if (html.isEmpty()) {
            text(out, "plain", text);
            return;
        }
        if (text.isEmpty()) {
            text(out, "html", html.get());
            return;
        }
        String boundary = boundary();
        line(out, "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"", "", "--" + boundary);
        text(out, "plain", text);
        line(out, "", "--" + boundary);
        text(out, "html", html.get());
        line(out, "", "--" + boundary + "--");
    }

    private static void text(OutputStream out, String subtype, String text) throws IOException {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
        boolean plain = CharsetUtil.isASCII(lines)
                && lines.chars().noneMatch(c -> c < ' ' && c != '\t' && c != '\r' && c != '\n')
                && lines.lines().allMatch(line -> line.length() <= LONGEST_LINE);
        line(
                out,
                "Content-Type: text/" + subtype + "; charset=utf-8",
                "Content-Transfer-Encoding: " + (plain ? "7bit" : "quoted-printable"),
                "");
        byte[] octets = lines.getBytes(StandardCharsets.UTF_8);
        if (plain) {
            out.write(octets);
        } else {
            EncoderUtil.encodeQ(new ByteArrayInputStream(octets), out);
        }
        if (!lines.endsWith("\r\n")) {
            line(out, "");
        }
    }

    private static void attachment(OutputStream out, Attachment attachment) throws IOException {
        // A message goes as it is written (RFC 2046 §5.2.1), and that would need a look at its lines.
        String type =
                attachment.type().startsWith("message/") || attachment.type().startsWith("multipart/")
                        ? "application/octet-stream"
                        : attachment.type();
        line(
                out,
                "Content-Type: " + type,
                "Content-Disposition: attachment; " + fileName(attachment.name()),
                "Content-Transfer-Encoding: base64",
                "");
        // Not closed: that would close what is written to.
        var lines = Base64.getMimeEncoder(76, new byte[] {'\r', '\n'}).wrap(new Unclosed(out));
        try (lines;
                InputStream in = attachment.content().open()) {
            in.transferTo(lines);
        }
        line(out, "");
    }

    /** RFC 2231 §4 where a name is no plain text. */
    private static String fileName(String name) {
        String harmless = oneLine(name).replaceAll("[/\\\\]", "_");
        if (CharsetUtil.isASCII(harmless) && harmless.length() <= 60) {
            return "filename=\"" + harmless.replace("\"", "'") + "\"";
        }
        var encoded = new StringBuilder();
        for (byte octet : harmless.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_');
            encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return "filename*=utf-8''" + encoded;
    }

    private static String addresses(List<Address> addresses) {
        return addresses.stream().map(Address::toString).collect(Collectors.joining(",\r\n "));
    }

    private static void field(StringBuilder header, String name, String value) {
        header.append(name).append(": ").append(value).append("\r\n");
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ").strip();
    }

    private static void line(OutputStream out, String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of(lines));
        for (String line : all) {
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String boundary() {
        return "=_" + UUID.randomUUID();
    }

    /** Passes everything on but the end. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            out.write(octets, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
