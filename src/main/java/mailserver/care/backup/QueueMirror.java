package mailserver.care.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import mailserver.store.DurableFiles;

/**
 * Copies a queue. An entry exists if its envelope does, so the text is copied first, and removed last. All are copies, not links: an
 * administrator may edit an envelope in place.
 */
final class QueueMirror {
    private static final String ENVELOPE = ".envelope";
    private static final String TEXT = ".eml";

    private final Path from;
    private final Path to;

    QueueMirror(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    /** Makes the copy what the queue is now. */
    void copy() throws IOException {
        for (String folder : List.of("", "failed")) {
            Path source = from.resolve(folder);
            Path copy = to.resolve(folder);
            FileCopies.makeFolder(copy);
            Set<String> kept = entries(source, copy);
            if (folder.isEmpty() && Files.isRegularFile(source.resolve("paused"))) {
                kept.add(other(source, copy, "paused"));
            }
            for (String name : names(source, ".reason")) {
                kept.add(other(source, copy, name));
            }
            removeOthers(copy, kept);
            DurableFiles.syncFolder(copy);
        }
    }

    /** Brings back every entry that isn't there. */
    void add() throws IOException {
        for (String folder : List.of("", "failed")) {
            Path source = from.resolve(folder);
            Path copy = to.resolve(folder);
            if (Files.isDirectory(source)) {
                FileCopies.makeFolder(copy);
                for (String name : names(source, "")) {
                    if (!name.endsWith(ENVELOPE) && !Files.exists(copy.resolve(name))) {
                        other(source, copy, name);
                    }
                }
                DurableFiles.syncFolder(copy);
                for (String name : names(source, ENVELOPE)) {
                    if (!Files.exists(copy.resolve(name))) {
                        other(source, copy, name);
                    }
                }
                DurableFiles.syncFolder(copy);
            }
        }
    }

    private static Set<String> entries(Path source, Path copy) throws IOException {
        var kept = new LinkedHashSet<String>();
        for (String envelope : names(source, ENVELOPE)) {
            String text = envelope.substring(0, envelope.length() - ENVELOPE.length()) + TEXT;
            try {
                other(source, copy, text);
                other(source, copy, envelope);
                kept.add(text);
                kept.add(envelope);
            } catch (NoSuchFileException e) {
                // It has ended: what was copied of it goes below.
            }
        }
        return kept;
    }

    private static String other(Path source, Path copy, String name) throws IOException {
        Path file = source.resolve(name);
        if (!OtherFiles.isSame(file, copy.resolve(name))) {
            Path tmp = copy.resolve("tmp");
            FileCopies.makeFolder(tmp);
            FileCopies.replace(file, copy.resolve(name), tmp);
        }
        return name;
    }

    private static void removeOthers(Path copy, Set<String> kept) throws IOException {
        // Envelopes sort before nothing else of theirs: .eml, .envelope; so in two goes.
        for (String end : List.of(ENVELOPE, "")) {
            for (String name : names(copy, end)) {
                if (!kept.contains(name)) {
                    Files.delete(copy.resolve(name));
                }
            }
            DurableFiles.syncFolder(copy);
        }
    }

    /** Of the files in a folder that are no one's scratch. */
    private static List<String> names(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(OtherFiles::isFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(end) && !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
