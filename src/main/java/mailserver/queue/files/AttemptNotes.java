package mailserver.queue.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import mailserver.mail.MessageIds;
import mailserver.queue.QueueEntry;
import mailserver.store.DurableFiles;

/**
 * {@code attempts}: the envelopes of what is being tried, as the beginning of the attempt left them. They are there for the next
 * process, should this one die of a message, so they need not outlive a power cut and are not synced; the envelope's own file stays as it
 * was until the outcome is known. A note counts only for the very file that it was made for, whose length, time and key (its inode) it
 * names.
 *
 * <p>All are in one file, to which each new one is added. A file for each would be made and deleted with every message that leaves, which
 * is what ext4 without a journal is slowest at: there the search for a free inode passes by all that were freed in the last minute.
 */
final class AttemptNotes {
    static final String NAME = "attempts";
    private static final String MARK = "# attempt ";
    private static final String END = "# noted\n";
    private static final Pattern BEGINNING = Pattern.compile("(?m)^" + MARK);
    private static final Pattern BLANK = Pattern.compile("\\s");
    /** Octets in the file; then it is written anew, with what still counts. */
    private static final long MOST = 1 << 20;

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Note> notes = new HashMap<>();
    /** Of the file, as far as it has been read; a process that writes to it knows better. */
    private Optional<FileStamp> read = Optional.empty();

    private boolean ours;
    private long length;

    private record Note(String envelope, String begun) {
        String record(String id) {
            return MARK + id + " " + envelope + "\n" + begun + END;
        }
    }

    AttemptNotes(Path root) {
        this.file = root.resolve(NAME);
    }

    /** @param envelope what the envelope's file looked like when it was read */
    void write(QueueEntry begun, FileStamp envelope) throws IOException {
        lock.lock();
        try {
            refresh();
            var note = new Note(text(envelope), EntryText.format(begun));
            notes.put(begun.id(), note);
            byte[] octets = note.record(begun.id()).getBytes(StandardCharsets.UTF_8);
            if (ours && length + octets.length <= MOST) {
                append(octets);
            } else {
                writeAnew();
            }
        } catch (IOException e) {
            notes.remove(begun.id());
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private void append(byte[] octets) throws IOException {
        // What a failure leaves of it in the middle of the file could hide the next one.
        ours = false;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            DurableFiles.writeAll(channel, octets);
            ours = true;
            length += octets.length;
        } catch (NoSuchFileException e) {
            writeAnew();
        }
    }

    private void writeAnew() throws IOException {
        notes.keySet().removeIf(id -> !Files.exists(file.resolveSibling(id + EntryFiles.ENVELOPE)));
        var text = new StringBuilder();
        notes.forEach((id, note) -> text.append(note.record(id)));
        byte[] octets = text.toString().getBytes(StandardCharsets.UTF_8);
        Path aside = file.resolveSibling("." + NAME);
        Files.deleteIfExists(aside);
        try (FileChannel channel = DurableFiles.create(aside)) {
            DurableFiles.writeAll(channel, octets);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        ours = true;
        length = octets.length;
    }

    /** The entry with an attempt begun; empty when none is. */
    Optional<QueueEntry> read(String id, FileStamp envelope) {
        Optional<Note> note;
        lock.lock();
        try {
            refresh();
            note = Optional.ofNullable(notes.get(id));
        } finally {
            lock.unlock();
        }
        try {
            return note.isPresent() && note.get().envelope().equals(text(envelope))
                    ? Optional.of(EntryText.parse(
                            note.get().begun(), id, envelope.changed().toInstant()))
                    : Optional.empty();
        } catch (MalformedEntryException e) {
            return Optional.empty();
        }
    }

    /** The entries that have a note, whether or not it still counts. */
    Set<String> ids() {
        lock.lock();
        try {
            refresh();
            return Set.copyOf(notes.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** The envelope's file is another one now, or is gone: the note in the file counts no more. */
    void forget(String id) {
        lock.lock();
        try {
            notes.remove(id);
        } finally {
            lock.unlock();
        }
    }

    /** Takes in what the process before has left, or, for one who only looks, what a server writes just now. */
    private void refresh() {
        if (ours) {
            return;
        }
        try {
            Optional<FileStamp> now = Optional.of(FileStamp.of(file));
            if (!now.equals(read)) {
                String text = Files.readString(file);
                notes.clear();
                BEGINNING.splitAsStream(text).forEach(this::take);
                read = now;
            }
        } catch (IOException e) {
            // None are noted, or what stands there are no notes: then each attempt counts as never begun.
            read = Optional.empty();
        }
    }

    private void take(String record) {
        int line = record.indexOf('\n');
        int space = record.indexOf(' ');
        // A power cut may have left holes of NUL octets, or anything.
        if (space > 0 && space < line && record.endsWith(END) && MessageIds.isId(record.substring(0, space))) {
            notes.put(
                    record.substring(0, space),
                    new Note(
                            record.substring(space + 1, line),
                            record.substring(line + 1, record.length() - END.length())));
        }
    }

    private static String text(FileStamp envelope) {
        Instant changed = envelope.changed().toInstant();
        // The key, too: an outcome may be written within the same tick of the kernel's clock, and be as long.
        String key = BLANK.matcher(envelope.key().toString()).replaceAll("");
        return envelope.size() + " " + ChronoUnit.NANOS.between(Instant.EPOCH, changed) + " " + key;
    }
}
