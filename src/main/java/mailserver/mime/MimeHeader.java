package mailserver.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import mailserver.mail.FieldName;
import mailserver.mail.FieldValue;
import mailserver.wire.OctetSink;

/**
 * The header of a message or a part as it goes by. What stands before the Content-Transfer-Encoding field goes out at
 * once; that field and what follows is held until it is known what the field shall say.
 */
final class MimeHeader {
    /**
     * Held at the most; a header with more behind its Content-Transfer-Encoding goes out as it is, and so does the
     * body.
     */
    static final int MOST_HELD = 64 * 1024;

    private static final int MOST_VALUE = 16 * 1024;

    /** Whose header this is. */
    enum Of {
        MESSAGE,
        PART,
        /** A part of a multipart/digest. */
        DIGEST_PART
    }

    private final Of of;
    private final OctetSink out;
    private final FieldValue type = new FieldValue(MOST_VALUE);
    private final FieldValue encoding = new FieldValue(MOST_VALUE);
    private final FieldValue version = new FieldValue(0);
    private FieldValue current = FieldValue.ignored();
    private boolean begun;
    private boolean inEncoding;
    private boolean tooLong;
    /** True when the input has ended, or may have, in a line that is to be written. */
    private boolean unfinishedLine;

    /** The held lines as they came. */
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    /** Those of them that are of other fields. */
    private final ByteArrayOutputStream others = new ByteArrayOutputStream();

    private byte[] emptyLine = {};
    /** What divides the header from a body that is changed. */
    private byte[] divider = {};

    MimeHeader(Of of, OctetSink out) {
        this.of = of;
        this.out = out;
    }

    /**
     * False when a line that begins like this is none of a header: the body begins with it, without an empty line
     * between.
     */
    boolean has(byte[] octets, int length) {
        return FieldName.isContinuation(octets)
                ? begun
                : FieldName.of(octets, length).isPresent() || FieldName.isMboxLine(octets, length);
    }

    /** A line of the header, or its first piece. */
    void start(byte[] octets, int length, byte[] lineEnd) throws IOException {
        begun = true;
        if (!FieldName.isContinuation(octets)) {
            Optional<String> name = FieldName.of(octets, length);
            inEncoding = name.equals(Optional.of("content-transfer-encoding"));
            current = switch (name.orElse("")) {
                case "content-type" -> type.begin();
                case "content-transfer-encoding" -> encoding.begin();
                case "mime-version" -> version.begin();
                default -> FieldValue.ignored();
            };
        }
        rest(octets, length, lineEnd);
    }

    /** More of that line. */
    void rest(byte[] octets, int length, byte[] lineEnd) throws IOException {
        take(octets, length);
        take(lineEnd, lineEnd.length);
        unfinishedLine = lineEnd.length == 0 && !inEncoding;
    }

    private void take(byte[] octets, int length) throws IOException {
        current.append(octets, length);
        if (tooLong || !encoding.isThere()) {
            out.write(octets, 0, length);
            return;
        }
        held.write(octets, 0, length);
        if (!inEncoding) {
            others.write(octets, 0, length);
        }
        if (held.size() > MOST_HELD) {
            tooLong = true;
            write(held);
        }
    }

    /**
     * The header is over.
     *
     * @param line the empty line that ended it; no octets where a delimiter or the end of the input did
     */
    void end(byte[] line) {
        emptyLine = line;
        divider = line;
    }

    /**
     * The header is over, and the body begins without an empty line between. There will be one if anything is changed:
     * the first line of the body must not be made into something that looks like another field.
     */
    void endAtBody() {
        divider = LineEnd.LF.octets();
    }

    /** True when it says anything at all of the body. */
    boolean isMime() {
        return version.isThere() || type.isThere() || encoding.isThere();
    }

    /** What the header says of the body; something nobody may touch when there was too much to read. */
    PartKind kind() {
        if (tooLong || type.isTooLong()) {
            return new PartKind.Fixed();
        }
        if (type.isThere()) {
            return PartKind.of(ContentType.parse(type.text()));
        }
        return PartKind.of(of == Of.DIGEST_PART ? ContentType.MESSAGE : ContentType.TEXT);
    }

    TransferEncoding encoding() {
        if (tooLong || encoding.isTooLong()) {
            return TransferEncoding.UNKNOWN;
        }
        return encoding.isThere() ? TransferEncoding.parse(encoding.text()) : TransferEncoding.SEVEN_BIT;
    }

    /** Writes what is left of the header unchanged, for a body that stays unchanged as well. */
    void writeAsItCame() throws IOException {
        writeHeld();
        write(emptyLine);
    }

    /** Writes what is left of the header unchanged, for a body that may not stay so. */
    void writeDivided() throws IOException {
        writeHeld();
        write(divider);
    }

    /**
     * Writes what is left of the header with another encoding. A message that wasn't MIME becomes it, for otherwise the
     * encoding would mean nothing (RFC 2045 §4).
     *
     * @param charset what its text is in, if it doesn't say itself
     */
    void writeWith(TransferEncoding other, String charset) throws IOException {
        line("Content-Transfer-Encoding: " + other.keyword());
        write(others);
        if (unfinishedLine) {
            write(LineEnd.LF.octets());
        }
        if (of == Of.MESSAGE && !version.isThere()) {
            if (!type.isThere()) {
                line("Content-Type: text/plain; charset=" + charset);
            }
            line("MIME-Version: 1.0");
        }
        write(divider);
    }

    private void writeHeld() throws IOException {
        if (!tooLong) {
            write(held);
        }
    }

    private void line(String text) throws IOException {
        write((text + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void write(ByteArrayOutputStream octets) throws IOException {
        write(octets.toByteArray());
    }

    private void write(byte[] octets) throws IOException {
        out.write(octets, 0, octets.length);
    }
}
