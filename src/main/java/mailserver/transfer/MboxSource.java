package mailserver.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.care.Progress;

/**
 * Mbox files in all their kinds. A Content-Length is believed when a message ends where it says (mboxcl, mboxcl2); else the next From line
 * ends it, and quoted ones in between lose one {@code >} (mboxo, mboxrd). What is written about a message's state becomes its flags.
 */
public final class MboxSource implements MessageSource {
    private static final int MOST_HEADER = 1024 * 1024;

    private final List<Path> files;

    private MboxSource(List<Path> files) {
        this.files = files;
    }

    /** A file, or all mbox files in a folder and below it. */
    public static MboxSource of(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            if (!isMbox(place)) {
                throw new IOException(place + " is no mbox: it doesn't begin with a From line");
            }
            return new MboxSource(List.of(place));
        }
        try (Stream<Path> all = Files.walk(place)) {
            var found = new ArrayList<Path>();
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                if (isMbox(file)) {
                    found.add(file);
                }
            }
            if (found.isEmpty()) {
                throw new IOException("there is no mbox in " + place);
            }
            return new MboxSource(found);
        }
    }

    /** An empty file is one without messages. */
    private static boolean isMbox(Path file) throws IOException {
        try (var in = new LineReader(file)) {
            LineReader.Piece first = pastBlankLines(in);
            return first.isEnd() || FromLine.of(first).isPresent();
        }
    }

    private static LineReader.Piece pastBlankLines(LineReader in) throws IOException {
        LineReader.Piece line = in.next();
        while (line.isBlank()) {
            line = in.next();
        }
        return line;
    }

    @Override
    public void read(Intake intake, Progress progress) throws IOException {
        long size = 0;
        for (Path file : files) {
            size += Files.size(file);
        }
        progress.begin("import", size, "octets");
        for (Path file : files) {
            try (var in = new LineReader(file)) {
                Optional<FromLine> from = FromLine.of(pastBlankLines(in));
                while (from.isPresent()) {
                    long before = in.position();
                    message(in, from.get(), intake);
                    // Behind a message stands the next one's From line, or nothing.
                    from = FromLine.of(pastBlankLines(in));
                    progress.advance(in.position() - before);
                }
            }
        }
        progress.clear();
    }

    private static void message(LineReader in, FromLine from, Intake intake) throws IOException {
        Header header = header(in);
        var flags = new MboxFlags(header);
        var body = new MboxBody(in, contentLength(header));
        if (flags.expunged() || isInternal(header)) {
            body.writeTo((octets, offset, length) -> {});
            return;
        }
        byte[] kept = header.without(MboxFlags.FIELDS).octets();
        intake.take(new FoundMessage(from.date(), Optional.empty(), flags.maildir(), flags.seen(), sink -> {
            sink.write(kept, 0, kept.length);
            if (body.begins()) {
                sink.write(new byte[] {'\n'}, 0, 1);
            }
            body.writeTo(sink);
        }));
    }

    /** Up to the empty line, which is taken, too, or to where the next message begins. */
    private static Header header(LineReader in) throws IOException {
        var octets = new ByteArrayOutputStream();
        while (true) {
            long start = in.position();
            LineReader.Piece line = in.next();
            boolean next = FromLine.of(line).isPresent();
            if (next || line.isBlank() || octets.size() > MOST_HEADER) {
                in.seek(start);
            }
            if (next || line.isBlank() || line.isEnd() || octets.size() > MOST_HEADER) {
                return Header.of(octets.toByteArray());
            }
            octets.writeBytes(line.octets());
        }
    }

    private static Optional<Long> contentLength(Header header) {
        return header.value("content-length")
                .filter(text -> text.matches("\\d{1,15}"))
                .map(Long::valueOf);
    }

    /** What c-client and Dovecot keep their notes in. */
    private static boolean isInternal(Header header) {
        return header.value("subject")
                .filter(subject -> subject.endsWith("FOLDER INTERNAL DATA"))
                .isPresent();
    }
}
