package mailserver.care;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.care.Finding.Kind;
import mailserver.store.Maildir;

/** Looks for entries of the queue that lack a part, without disturbing a server that works on them. */
final class QueueCheck {
    private static final String TEXT = ".eml";
    private static final String ENVELOPE = ".envelope";

    private final Path queue;
    private final Instant now;

    QueueCheck(Path queue, Instant now) {
        this.queue = queue;
        this.now = now;
    }

    List<Finding> run() throws IOException {
        var findings = new ArrayList<Finding>();
        for (Path file : files(queue)) {
            String name = file.getFileName().toString();
            if (name.startsWith(".")) {
                continue;
            }
            if (name.endsWith(ENVELOPE) && lacks(file, TEXT, ENVELOPE)) {
                findings.add(Finding.of(Kind.BROKEN, file, "is the envelope of a text that is not there"));
            } else if (name.endsWith(TEXT) && lacks(file, ENVELOPE, TEXT)) {
                leftover(file, "is the text of an entry that is not there").ifPresent(findings::add);
            }
        }
        for (Path file : files(queue.resolve("tmp"))) {
            leftover(file, "was never finished").ifPresent(findings::add);
        }
        return findings;
    }

    /** The file is looked for once more behind the missing one: the entry may just have ended (the envelope goes first). */
    private static boolean lacks(Path file, String other, String own) {
        String name = file.getFileName().toString();
        Path missing = file.resolveSibling(name.substring(0, name.length() - own.length()) + other);
        return !Files.exists(missing) && Files.exists(file);
    }

    private Optional<Finding> leftover(Path file, String words) {
        return isOld(file, now) ? Optional.of(Finding.of(Kind.LEFTOVER, file, words)) : Optional.empty();
    }

    static boolean isOld(Path file, Instant now) {
        try {
            return Files.isRegularFile(file)
                    && Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(Maildir.LEFTOVER));
        } catch (IOException e) {
            // Gone.
            return false;
        }
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
