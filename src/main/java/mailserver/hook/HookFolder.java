package mailserver.hook;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import mailserver.store.DurableFiles;
import mailserver.store.MaildirName;
import org.tinylog.Logger;

/**
 * The notes of hooks on disk: one file for each that is to be run, and which deliveries were noted lately. A delivery is noted behind its
 * 250; after a crash those of the last minutes that are in a mailbox and not in the list are noted then. So a hook can run twice, and is
 * never forgotten while its message is there.
 */
final class HookFolder {
    /** No delivery takes longer from the name of its file to its note. */
    static final Duration MARGIN = Duration.ofMinutes(10);

    private static final String END = ".json";
    private static final long LONG_LIST = 1 << 20;

    private final Path folder;
    private final Path failed;
    private final Path list;
    private final Path position;

    HookFolder(Path folder) {
        this.folder = folder;
        this.failed = folder.resolve("failed");
        this.list = folder.resolve("noted");
        this.position = folder.resolve("position");
    }

    void make() throws IOException {
        DurableFiles.makeFolder(folder);
    }

    /** What was noted and not yet run. A file that makes no sense stays where it is. */
    List<HookNote> load() throws IOException {
        List<HookNote> notes = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(END)).toList()) {
                Optional<HookNote> note = HookNote.parse(Files.readString(file));
                if (note.isEmpty()) {
                    Logger.warn("{} is no note of a hook", file);
                }
                note.ifPresent(notes::add);
            }
        } catch (NoSuchFileException e) {
            // Nothing was ever noted.
        }
        return notes;
    }

    /** Notes deliveries: all of it is on disk on return. */
    void add(List<HookNote> notes) throws IOException {
        var names = new StringBuilder();
        for (HookNote note : notes) {
            write(folder.resolve(note.fileName()), note.text());
            names.append(note.name()).append('\n');
        }
        DurableFiles.syncFolder(folder);
        try (FileChannel channel = FileChannel.open(list, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            channel.write(StandardCharsets.UTF_8.encode(names.toString()));
            channel.force(false);
        }
    }

    /** Writes down how a try ended; should a crash forget it, there is one more. */
    void update(HookNote note) throws IOException {
        Path aside = folder.resolve("." + note.fileName());
        write(aside, note.text());
        Files.move(aside, folder.resolve(note.fileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(Path file, String text) throws IOException {
        ByteBuffer octets = StandardCharsets.UTF_8.encode(text);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(false);
        }
    }

    void remove(HookNote note) throws IOException {
        Files.deleteIfExists(folder.resolve(note.fileName()));
    }

    /** Keeps it where nobody tries it any more. */
    void fail(HookNote note) throws IOException {
        DurableFiles.makeFolder(failed);
        Files.move(
                folder.resolve(note.fileName()), failed.resolve(note.fileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    /** The names of what was noted lately. */
    Set<String> noted() throws IOException {
        try {
            return new HashSet<>(Files.readAllLines(list));
        } catch (NoSuchFileException e) {
            return Set.of();
        }
    }

    /** Everything that was delivered until then is noted. */
    void reached(Instant time) throws IOException {
        if (Files.exists(list) && Files.size(list) > LONG_LIST) {
            long oldest = time.minus(MARGIN).minus(MARGIN).getEpochSecond();
            List<String> late = Files.readAllLines(list).stream()
                    .filter(name -> MaildirName.parse(name).seconds() >= oldest)
                    .toList();
            Path aside = folder.resolve(".noted");
            write(aside, late.isEmpty() ? "" : String.join("\n", late) + "\n");
            Files.move(aside, list, StandardCopyOption.ATOMIC_MOVE);
        }
        Path aside = folder.resolve(".position");
        write(aside, time + "\n");
        Files.move(aside, position, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Until when everything is noted; empty where there were no hooks before. */
    Optional<Instant> position() throws IOException {
        try {
            return Optional.of(Instant.parse(Files.readString(position).strip()));
        } catch (NoSuchFileException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whoever switches hooks on later doesn't mean what has been delivered meanwhile. */
    void forgetPosition() throws IOException {
        Files.deleteIfExists(position);
    }
}
