package mailserver.mime;

import java.io.IOException;
import java.util.Optional;
import mailserver.wire.OctetSink;

/**
 * Goes through a message line by line and always knows whose header or body it is in (RFC 2046 §5.1). The end of a
 * body's line is kept back until the next line shows whether it belongs to the body or to a delimiter.
 */
final class MimeWalker implements LineSplitter.Lines {
    private sealed interface Place {
        record InHeader(MimeHeader header) implements Place {}

        record InBody(PartBody body) implements Place {}
    }

    private static final byte[] NO_LINE = {};

    private final Conversion conversion;
    private final OctetSink out;
    private final LineSplitter splitter;
    private final Boundaries boundaries = new Boundaries();
    private Place place;
    private LineEnd keptBack = LineEnd.NONE;

    MimeWalker(Conversion conversion, OctetSink out) {
        this.conversion = conversion;
        this.out = out;
        this.splitter = new LineSplitter(this, conversion.textLines());
        this.place = headerOf(MimeHeader.Of.MESSAGE);
    }

    void write(byte[] octets, int offset, int length) throws IOException {
        splitter.write(octets, offset, length);
    }

    void finish() throws IOException {
        splitter.finish();
        PartBody body = bodyHere();
        write(body.lines().written(keptBack), body.writer());
        body.writer().endOfInput();
    }

    @Override
    public void start(byte[] octets, int length, LineEnd end) throws IOException {
        Optional<Boundaries.Delimiter> delimiter =
                end == LineEnd.MORE ? Optional.empty() : boundaries.delimiter(octets, length);
        if (delimiter.isPresent()) {
            delimiter(delimiter.get(), octets, length, end);
            return;
        }
        switch (place) {
            case Place.InHeader(MimeHeader header) -> headerLine(header, octets, length, end);
            case Place.InBody(PartBody body) -> {
                write(body.lines().written(keptBack), body.writer());
                body.writer().write(octets, 0, length);
                keptBack = end;
            }
        }
    }

    @Override
    public void rest(byte[] octets, int length, LineEnd end) throws IOException {
        switch (place) {
            case Place.InHeader(MimeHeader header) ->
                header.rest(octets, length, conversion.textLines().written(end));
            case Place.InBody(PartBody body) -> {
                body.writer().write(octets, 0, length);
                keptBack = end;
            }
        }
    }

    private void headerLine(MimeHeader header, byte[] octets, int length, LineEnd end) throws IOException {
        byte[] lineEnd = conversion.textLines().written(end);
        if (length == 0) {
            header.end(lineEnd);
            enterBody(header);
        } else if (header.has(octets, length)) {
            header.start(octets, length, lineEnd);
        } else {
            header.endAtBody();
            enterBody(header);
            start(octets, length, end);
        }
    }

    private void delimiter(Boundaries.Delimiter delimiter, byte[] octets, int length, LineEnd end) throws IOException {
        bodyHere().writer().end();
        write(conversion.textLines().written(keptBack), out);
        keptBack = LineEnd.NONE;
        out.write(octets, 0, length);
        write(conversion.textLines().written(end), out);
        boundaries.pass(delimiter);
        if (delimiter.last()) {
            go(conversion.margin());
        } else {
            boolean digest = boundaries.innermost().isDigest();
            splitter.rule(conversion.textLines());
            place = headerOf(digest ? MimeHeader.Of.DIGEST_PART : MimeHeader.Of.PART);
        }
    }

    /** The body at this place; a header that ends here for want of anything else has an empty one. */
    private PartBody bodyHere() throws IOException {
        while (true) {
            switch (place) {
                case Place.InHeader(MimeHeader header) -> {
                    header.end(NO_LINE);
                    enterBody(header);
                }
                case Place.InBody(PartBody body) -> {
                    return body;
                }
            }
        }
    }

    private void enterBody(MimeHeader header) throws IOException {
        switch (header.kind()) {
            case PartKind.Multipart multipart
            when conversion.mayEnter(multipart) && boundaries.open(multipart) -> {
                conversion.container(header);
                go(conversion.margin());
            }
            // Encoded against RFC 2045 §6.4, it can't be read on the way.
            case PartKind.Message message
            when header.encoding().isIdentity() -> {
                conversion.container(header);
                place = headerOf(MimeHeader.Of.MESSAGE);
            }
            case PartKind kind -> go(conversion.body(header, kind));
        }
    }

    private void go(PartBody body) {
        splitter.rule(body.lines());
        place = new Place.InBody(body);
    }

    private Place headerOf(MimeHeader.Of of) {
        return new Place.InHeader(new MimeHeader(of, out));
    }

    private static void write(byte[] octets, OctetSink to) throws IOException {
        to.write(octets, 0, octets.length);
    }
}
