package mailserver.transfer;

import java.io.IOException;
import java.util.Optional;
import mailserver.wire.OctetSink;

/** A message in an mbox from the empty line behind its header to its end. The reader stands behind it afterwards. */
final class MboxBody {
    private final LineReader in;
    private final Optional<Long> contentLength;
    private final boolean begins;

    /** @param in stands at the empty line, if there is one */
    MboxBody(LineReader in, Optional<Long> contentLength) throws IOException {
        this.in = in;
        long start = in.position();
        this.begins = in.next().isBlank();
        if (!begins) {
            in.seek(start);
        }
        this.contentLength = begins ? contentLength : Optional.empty();
    }

    /** Whether there is an empty line. */
    boolean begins() {
        return begins;
    }

    void writeTo(OctetSink sink) throws IOException {
        if (contentLength.isPresent() && endsAt(contentLength.get())) {
            counted(contentLength.get(), sink);
        } else if (begins) {
            upToFromLine(sink);
        }
    }

    /** Whether it may be true: what ends there is followed by a From line, or by nothing. */
    private boolean endsAt(long length) throws IOException {
        long start = in.position();
        try {
            if (start + length > in.size()) {
                return false;
            }
            in.seek(start + length);
            LineReader.Piece line = in.next();
            while (line.isBlank()) {
                line = in.next();
            }
            return line.isEnd() || FromLine.of(line).isPresent();
        } finally {
            in.seek(start);
        }
    }

    private void counted(long length, OctetSink sink) throws IOException {
        // Whoever quotes quotes them all (mboxcl); one that is not quoted tells us that none is (mboxcl2).
        boolean quoted = !hasFromLine(length);
        long left = length;
        while (left > 0) {
            LineReader.Piece line = in.next(left);
            left -= line.octets().length;
            write(line, quoted, sink);
        }
    }

    private boolean hasFromLine(long length) throws IOException {
        long start = in.position();
        try {
            long left = length;
            while (left > 0) {
                LineReader.Piece line = in.next(left);
                left -= line.octets().length;
                if (line.startsWith("From ")) {
                    return true;
                }
            }
            return false;
        } finally {
            in.seek(start);
        }
    }

    private void upToFromLine(OctetSink sink) throws IOException {
        Optional<LineReader.Piece> held = Optional.empty();
        while (true) {
            long start = in.position();
            LineReader.Piece line = in.next();
            if (line.isEnd() || FromLine.of(line).isPresent()) {
                // The empty line that is held belongs to the mbox.
                in.seek(start);
                return;
            }
            if (held.isPresent()) {
                write(held.get(), false, sink);
            }
            held = Optional.of(line).filter(LineReader.Piece::isBlank);
            if (held.isEmpty()) {
                write(line, true, sink);
            }
        }
    }

    private static void write(LineReader.Piece line, boolean quoted, OctetSink sink) throws IOException {
        int skip = quoted && FromLine.isQuoted(line) ? 1 : 0;
        sink.write(line.octets(), skip, line.octets().length - skip);
    }
}
