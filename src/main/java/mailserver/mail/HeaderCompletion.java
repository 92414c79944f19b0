package mailserver.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import mailserver.wire.LineScan;
import mailserver.wire.OctetSink;

/**
 * Puts fields on top of a message that lacks them, and leaves others out, as the message goes by in lines that end in LF
 * (RFC 6409 §8). All else stays octet for octet and in its place, at any split of the input, so what is signed stays true.
 *
 * <p>The header is held back until it is known that nothing is missing, but no more than 16 KiB of it: below a longer start of a header
 * the missing fields stand at its end. The header ends at an empty line, or at the first line that can't be one of it; where that is the
 * first line of all, an empty one is put before it, lest the text be read as a field.
 */
public final class HeaderCompletion implements OctetSink {
    static final int MOST_HELD = 16 * 1024;

    /** A line that shows no field's name in so many octets is none of a header (RFC 5322 §2.1.1). */
    private static final int LONGEST_START = 998;

    private static final byte[] LINE_END = {'\n'};

    private enum Place {
        /** In a header of which nothing has gone out. */
        HELD,
        /** In a header that goes out as it comes. */
        HEADER,
        BODY
    }

    private final OctetSink out;
    private final Map<String, String> missing;
    private final Set<String> unwanted;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    /** How the present line begins, as long as it isn't known what it is. */
    private final byte[] start = new byte[LONGEST_START + 1];

    private int startLength;
    private Place place = Place.HELD;
    /** Whether the header has had a line. */
    private boolean begun;
    /** Whether the present field is left out. */
    private boolean leftOut;
    /** Whether it is known what the present line is. */
    private boolean known;

    /**
     * @param fields   what to add where it is missing: names in lower case, and each whole field with its line end, in the order
     *     in which they shall stand
     * @param unwanted the names of fields to leave out, in lower case
     */
    public HeaderCompletion(Map<String, String> fields, Set<String> unwanted, OctetSink out) {
        this.missing = new LinkedHashMap<>(fields);
        this.unwanted = Set.copyOf(unwanted);
        this.out = out;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int end = offset + length;
        int next = offset;
        while (next < end && place != Place.BODY) {
            int lineFeed = LineScan.lineFeed(octets, next, end);
            take(octets, next, lineFeed);
            if (lineFeed < end) {
                endLine();
            }
            next = Math.min(lineFeed + 1, end);
        }
        if (next < end) {
            out.write(octets, next, end - next);
        }
    }

    /** The message is over. Before this some of it may not have gone out. */
    public void finish() throws IOException {
        boolean unfinishedLine = known || startLength > 0;
        if (startLength > 0) {
            recognize();
        }
        if (place == Place.HEADER && unfinishedLine && !leftOut && !missing.isEmpty()) {
            put(LINE_END, 0, 1);
        }
        endHeader();
    }

    /** Some of a line, without its end. */
    private void take(byte[] octets, int from, int to) throws IOException {
        int next = from;
        if (!known) {
            int part = Math.min(to - from, start.length - startLength);
            System.arraycopy(octets, from, start, startLength, part);
            startLength += part;
            next += part;
            if (startLength == start.length) {
                recognize();
            }
        }
        put(octets, next, to - next);
    }

    private void endLine() throws IOException {
        if (startLength > 0) {
            recognize();
        } else if (!known) {
            leftOut = false;
            endHeader();
        }
        put(LINE_END, 0, 1);
        known = false;
    }

    /** The present line begins like this, and is not empty. */
    private void recognize() throws IOException {
        int length = startLength;
        startLength = 0;
        known = true;
        boolean ofHeader = begun;
        if (!FieldName.isContinuation(start)) {
            String name = FieldName.of(start, length).orElse("");
            missing.remove(name);
            leftOut = unwanted.contains(name);
            ofHeader = !name.isEmpty() || FieldName.isMboxLine(start, length);
        }
        if (!ofHeader) {
            boolean added = !missing.isEmpty();
            endHeader();
            if (added && !begun) {
                put(LINE_END, 0, 1);
            }
        }
        begun = true;
        put(start, 0, length);
        if (place == Place.HELD && missing.isEmpty()) {
            release();
        }
    }

    private void put(byte[] octets, int offset, int length) throws IOException {
        if (leftOut) {
            return;
        }
        if (place == Place.HELD && held.size() + length > MOST_HELD) {
            release();
        }
        if (place == Place.HELD) {
            held.write(octets, offset, length);
        } else {
            out.write(octets, offset, length);
        }
    }

    /** Nothing goes on top any more. */
    private void release() throws IOException {
        place = missing.isEmpty() && unwanted.isEmpty() ? Place.BODY : Place.HEADER;
        out.write(held.toByteArray(), 0, held.size());
        held.reset();
    }

    /** What is still missing goes on top, or, below a header that is too long to be held, to where it ends. */
    private void endHeader() throws IOException {
        byte[] additions = String.join("", missing.values()).getBytes(StandardCharsets.UTF_8);
        if (place != Place.BODY) {
            out.write(additions, 0, additions.length);
        }
        missing.clear();
        release();
        place = Place.BODY;
    }
}
