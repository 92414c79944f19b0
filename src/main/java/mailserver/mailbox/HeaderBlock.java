package mailserver.mailbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.field.DateTimeField;
import org.apache.james.mime4j.field.DateTimeFieldLenientImpl;
import org.apache.james.mime4j.stream.RawField;

/** The header of a message, decoded. Any octets are a header: what makes no sense is shown as it is. */
record HeaderBlock(List<HeaderLine> lines) {
    /** Of a longer header this much is read. */
    private static final int MOST_OCTETS = 256 * 1024;

    private static final int MOST_FIELDS = 2000;
    /** What programs of the West write that know nothing of charsets. */
    private static final Charset GUESS = Charset.forName("windows-1252");

    /** Reads up to the empty line. */
    static HeaderBlock read(InputStream in) throws IOException {
        var block = new ByteArrayOutputStream(2048);
        int c;
        int column = 0;
        while (block.size() < MOST_OCTETS && (c = in.read()) >= 0) {
            if (c == '\n') {
                if (column == 0) {
                    break;
                }
                column = 0;
            } else if (c != '\r') {
                column++;
            }
            block.write(c);
        }
        return parse(block.toByteArray());
    }

    private static HeaderBlock parse(byte[] block) {
        List<HeaderLine> lines = new ArrayList<>();
        String name = "";
        var value = new StringBuilder();
        for (String line : string(block).split("\r?\n")) {
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            int colon = line.indexOf(':');
            if (folded) {
                // RFC 5322 §2.2.3.
                value.append(' ').append(line.strip());
            } else if (colon > 0 && lines.size() < MOST_FIELDS) {
                add(lines, name, value);
                name = line.substring(0, colon).strip();
                value.setLength(0);
                value.append(line.substring(colon + 1).strip());
            }
        }
        add(lines, name, value);
        return new HeaderBlock(List.copyOf(lines));
    }

    private static void add(List<HeaderLine> lines, String name, CharSequence value) {
        if (!name.isEmpty()) {
            lines.add(new HeaderLine(name, decoded(value.toString())));
        }
    }

    private static String decoded(String value) {
        if (!value.contains("=?")) {
            return value;
        }
        try {
            return DecoderUtil.decodeEncodedWords(value, DecodeMonitor.SILENT, GUESS);
        } catch (IllegalArgumentException e) {
            // A charset of its sender's imagination.
            return value;
        }
    }

    static boolean isUtf8(byte[] octets) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** UTF-8 if it is that (RFC 6532), and what its sender may have meant otherwise. */
    static String string(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(octets, GUESS);
        }
    }

    Optional<String> first(String name) {
        return lines.stream()
                .filter(line -> line.name().equalsIgnoreCase(name))
                .map(HeaderLine::value)
                .findFirst();
    }

    /** The mailboxes of these fields, one by one. */
    List<String> mailboxes(String... names) {
        List<String> all = new ArrayList<>();
        for (String name : names) {
            lines.stream().filter(line -> line.name().equalsIgnoreCase(name)).forEach(line -> split(line.value(), all));
        }
        return all;
    }

    /** At commas that stand neither in quotes nor in angle brackets nor in comments. */
    private static void split(String value, List<String> mailboxes) {
        int depth = 0;
        boolean quoted = false;
        var one = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                one.append(c);
                c = value.charAt(++i);
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '<' || c == '(')) {
                depth++;
            } else if (!quoted && (c == '>' || c == ')')) {
                depth = Math.max(0, depth - 1);
            } else if (c == ',' && !quoted && depth == 0) {
                add(one, mailboxes);
                continue;
            }
            one.append(c);
        }
        add(one, mailboxes);
    }

    private static void add(StringBuilder one, List<String> mailboxes) {
        if (!one.toString().isBlank()) {
            mailboxes.add(one.toString().strip());
        }
        one.setLength(0);
    }

    Optional<Instant> date() {
        try {
            return first("Date")
                    .map(value ->
                            DateTimeFieldLenientImpl.PARSER.parse(new RawField("Date", value), DecodeMonitor.SILENT))
                    .map(DateTimeField::getDate)
                    .map(date -> date.toInstant());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
