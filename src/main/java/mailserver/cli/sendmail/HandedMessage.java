package mailserver.cli.sendmail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import mailserver.mail.Address;
import mailserver.mail.Trace;
import mailserver.transfer.Header;

/**
 * A message as a program hands it in: perhaps without a header, with Bcc in it, or with CRLF.
 *
 * @param body with the empty line in front
 */
record HandedMessage(Header header, byte[] body) {
    private static final List<String> RECIPIENTS = List.of("to", "cc", "bcc");
    /** None of a sender's business, or nobody else's. */
    private static final Set<String> DROPPED = Set.of("bcc", "resent-bcc", "return-path", "content-length");

    private static final String NAME = "[\\x21-\\x39\\x3b-\\x7e]+[ \\t]*:";

    /** Reads it as it came on standard input. */
    static HandedMessage parse(byte[] input, boolean dotIsText) {
        byte[] text = text(input, dotIsText);
        int start = 0;
        var header = new ByteArrayOutputStream();
        while (start < text.length && text[start] != '\n') {
            int end = start;
            while (end < text.length && text[end] != '\n') {
                end++;
            }
            String line = new String(text, start, end - start, StandardCharsets.ISO_8859_1);
            boolean field = line.matches("(?s)" + NAME + ".*") || header.size() > 0 && line.matches("(?s)[ \\t].*");
            // Somebody may hand on a message out of an mbox.
            boolean fromLine = start == 0 && line.startsWith("From ");
            if (!field && !fromLine) {
                break;
            }
            if (field) {
                header.write(text, start, end - start);
                header.write('\n');
            }
            start = Math.min(end + 1, text.length);
        }
        var body = new ByteArrayOutputStream();
        if (start >= text.length || text[start] != '\n') {
            // The body begins without an empty line.
            body.write('\n');
        }
        body.write(text, start, text.length - start);
        return new HandedMessage(Header.of(header.toByteArray()), body.toByteArray());
    }

    /** Line ends are LF, the last line has one, and a lone dot ends it all unless that is text. */
    private static byte[] text(byte[] input, boolean dotIsText) {
        var text = new ByteArrayOutputStream(input.length);
        int i = 0;
        while (i < input.length) {
            int end = i;
            while (end < input.length && input[end] != '\n') {
                end++;
            }
            int length = end - i - (end > i && input[end - 1] == '\r' ? 1 : 0);
            if (!dotIsText && length == 1 && input[i] == '.') {
                break;
            }
            text.write(input, i, length);
            text.write('\n');
            i = end + 1;
        }
        return text.toByteArray();
    }

    /** Whom it names; those of a message that is sent on are the Resent- ones (RFC 5322 §3.6.6). */
    List<String> recipients() {
        boolean resent = header.fields().stream()
                .anyMatch(field -> RECIPIENTS.contains(name(field).replaceFirst("^resent-", ""))
                        && name(field).startsWith("resent-"));
        var found = new LinkedHashSet<String>();
        for (String field : header.fields()) {
            String name = resent ? name(field).replaceFirst("^resent-", "") : name(field);
            boolean counts =
                    RECIPIENTS.contains(name) && (!resent || name(field).startsWith("resent-"));
            if (counts) {
                String value = field.substring(field.indexOf(':') + 1);
                byte[] octets = value.replaceAll("\\n", "").getBytes(StandardCharsets.ISO_8859_1);
                found.addAll(AddressList.of(new String(octets, StandardCharsets.UTF_8)));
            }
        }
        return List.copyOf(found);
    }

    /** The same with all that a message must have (RFC 5322 §3.6), and without what is nobody's business. */
    HandedMessage completed(Address sender, Optional<String> fullName, String id, String hostname, Instant now) {
        var fields = new ArrayList<>(header.without(DROPPED).fields());
        if (header.value("from").isEmpty()) {
            fields.add("From: " + from(sender, fullName) + "\n");
        }
        if (header.value("date").isEmpty()) {
            fields.add("Date: " + Trace.date(now) + "\n");
        }
        if (header.value("message-id").isEmpty()) {
            fields.add("Message-ID: <" + id + "@" + hostname + ">\n");
        }
        return new HandedMessage(new Header(List.copyOf(fields)), body);
    }

    private static String from(Address sender, Optional<String> fullName) {
        String name = fullName.orElse("").replaceAll("\\p{Cntrl}", " ").strip();
        if (name.isEmpty()) {
            return "<" + sender + ">";
        }
        String quoted = "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\" <" + sender + ">";
        return new String(quoted.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    byte[] octets() {
        var all = new ByteArrayOutputStream();
        all.writeBytes(header.octets());
        all.writeBytes(body);
        return all.toByteArray();
    }

    private static String name(String field) {
        int colon = field.indexOf(':');
        return colon < 0 ? "" : field.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    }
}
