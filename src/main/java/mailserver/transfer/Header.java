package mailserver.transfer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The header fields of a message as they stand there, one character for one octet, each with its line ends. */
public record Header(List<String> fields) {
    public static Header of(byte[] octets) {
        var fields = new ArrayList<String>();
        for (String line : new String(octets, StandardCharsets.ISO_8859_1).split("(?<=\n)")) {
            boolean folded = (line.startsWith(" ") || line.startsWith("\t")) && !fields.isEmpty();
            if (folded) {
                fields.set(fields.size() - 1, fields.getLast() + line);
            } else if (!line.isEmpty()) {
                fields.add(line);
            }
        }
        return new Header(fields);
    }

    /** The first field of that name, unfolded. */
    public Optional<String> value(String name) {
        return fields.stream()
                .filter(field -> name(field).equals(name))
                .findFirst()
                .map(Header::unfolded);
    }

    public Header without(Set<String> names) {
        return new Header(
                fields.stream().filter(field -> !names.contains(name(field))).toList());
    }

    public byte[] octets() {
        var octets = new ByteArrayOutputStream();
        fields.forEach(field -> octets.writeBytes(field.getBytes(StandardCharsets.ISO_8859_1)));
        return octets.toByteArray();
    }

    /** When the last server got it, or when it was written. */
    public Optional<Instant> date() {
        // RFC 5321 §4.4: the date stands behind the last semicolon, and the newest line on top.
        Optional<Instant> received = value("received")
                .filter(text -> text.contains(";"))
                .flatMap(text -> MailDate.ofHeader(text.substring(text.lastIndexOf(';') + 1)));
        return received.or(() -> value("date").flatMap(MailDate::ofHeader));
    }

    private static String name(String field) {
        int colon = field.indexOf(':');
        return colon < 0 ? "" : field.substring(0, colon).stripTrailing().toLowerCase(Locale.ROOT);
    }

    private static String unfolded(String field) {
        return field.substring(field.indexOf(':') + 1)
                .replace("\r", "")
                .replace("\n", "")
                .strip();
    }
}
