package mailserver.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;

/** The files of a {@link SegmentedLog} as a reader finds them: each is named after the time of its beginning. */
final class SegmentFiles {
    private static final String END = ".jsonl";
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private SegmentFiles() {}

    static String name(Instant begun) {
        return NAME.format(begun) + END;
    }

    /** The oldest first; none where nothing was ever written. */
    static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(END)).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
