package mailserver.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.field.DateTimeFieldLenientImpl;
import org.apache.james.mime4j.stream.RawField;

/** The header of a message, decoded. Any octets are a header: what makes no sense is shown as it is. */
record HeaderBlock(List<HeaderLine> lines) {
    /** Of a longer header this much is read. */
    private static final int MOST_OCTETS = 256 * 1024;

    private static final DateTimeFormatter USUAL_DATE =
            DateTimeFormatter.ofPattern("[EEE, ]d MMM uuuu HH:mm:ss xx", Locale.ENGLISH);
    /** Nearly all fit. */
    private static final int USUAL_OCTETS = 4096;

    private static final int MOST_FIELDS = 2000;
    /** What programs of the West write that know nothing of charsets. */
    private static final Charset GUESS = Charset.forName("windows-1252");

    /** Reads up to the empty line. */
    static HeaderBlock read(InputStream in) throws IOException {
        byte[] block = new byte[USUAL_OCTETS];
        int length = 0;
        int looked = 0;
        int end = -1;
        int n;
        while (end < 0 && (n = in.readNBytes(block, length, block.length - length)) > 0) {
            length += n;
            end = end(block, looked, length);
            looked = Math.max(0, length - 3);
            if (end < 0 && length == block.length && length < MOST_OCTETS) {
                block = Arrays.copyOf(block, Math.min(MOST_OCTETS, 4 * length));
            }
        }
        return parse(Arrays.copyOf(block, end < 0 ? length : end));
    }

    /** Where the first empty line begins, of either kind of line end; -1 where there is none yet. */
    private static int end(byte[] block, int from, int length) {
        if (from == 0 && length > 0 && (block[0] == '\n' || block[0] == '\r' && length > 1 && block[1] == '\n')) {
            return 0;
        }
        for (int i = from; i + 1 < length; i++) {
            if (block[i] == '\n'
                    && (block[i + 1] == '\n' || i + 2 < length && block[i + 1] == '\r' && block[i + 2] == '\n')) {
                return i + 1;
            }
        }
        return -1;
    }

    private static HeaderBlock parse(byte[] block) {
        List<HeaderLine> lines = new ArrayList<>();
        String name = "";
        var value = new StringBuilder();
        for (String line : (Iterable<String>) string(block).lines()::iterator) {
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
        Optional<String> written = first("Date");
        try {
            // The usual form, for which the parser of all others takes twenty times as long.
            return written.map(
                    value -> USUAL_DATE.parse(value, OffsetDateTime::from).toInstant());
        } catch (DateTimeException e) {
            return written.flatMap(HeaderBlock::oddDate);
        }
    }

    private static Optional<Instant> oddDate(String value) {
        try {
            return Optional.ofNullable(DateTimeFieldLenientImpl.PARSER
                            .parse(new RawField("Date", value), DecodeMonitor.SILENT)
                            .getDate())
                    .map(date -> date.toInstant());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
