package mailserver.queue.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailserver.dsn.OneLine;
import mailserver.queue.QueueEntry;
import mailserver.store.DurableFiles;
import mailserver.store.Spool;
import mailserver.time.ScaledClock;
import org.tinylog.Logger;

/**
 * The queue on disk: {@code <id>.eml} and {@code <id>.envelope} for each entry, {@code tmp/}, {@code failed/}.
 *
 * <p>An entry exists if and only if its envelope does. So the text is there before the envelope appears, and goes only when
 * the envelope has gone; a crash between leaves a text that nobody knows, which {@link QueueLeftovers} takes away.
 * Callers see to it that one entry is changed by one thread at a time.
 */
public final class QueueFolder {
    private final Disk disk;
    private final Path root;
    private final EntryFiles files;
    private final FailedFolder failed;
    private final QueueLeftovers leftovers;
    private final PausedDomains pausedDomains;
    private final AttemptNotes notes;
    private final EntryRemovals removals;
    private final ReusedFiles reused;

    /** Replaces or makes a file, durably and in one step. */
    @FunctionalInterface
    public interface Disk {
        void write(Path file, byte[] content) throws IOException;
    }

    /** Makes the folders that are missing. */
    public QueueFolder(Path root, InstantSource clock) throws IOException {
        this(root, clock, Optional.empty());
    }

    /** @param disk where envelopes are written; a test's may be full */
    public QueueFolder(Path root, InstantSource clock, Disk disk) throws IOException {
        this(root, clock, Optional.of(disk));
    }

    private QueueFolder(Path root, InstantSource clock, Optional<Disk> disk) throws IOException {
        this.root = root;
        this.files = new EntryFiles(root);
        this.reused = new ReusedFiles(root, files);
        this.disk = disk.orElse(reused::writeEnvelope);
        this.failed = new FailedFolder(root);
        this.leftovers = new QueueLeftovers(root, ScaledClock.ofFiles(clock), reused::isLeftOver);
        this.notes = new AttemptNotes(root);
        this.removals = new EntryRemovals(reused);
        this.pausedDomains = new PausedDomains(root.resolve("paused"));
        DurableFiles.makeFolder(tmp());
        failed.make();
    }

    /** From now on files of entries are used again. Only for the one process whose queue it is. */
    public void reuseFiles() throws IOException {
        reused.open();
    }

    /** To be called about once a second. */
    public void tidy() {
        reused.tidy();
    }

    /** Which domains' mail stays here for now. */
    public PausedDomains pausedDomains() {
        return pausedDomains;
    }

    /** The same as it stands in the file now. */
    public Set<String> paused() {
        pausedDomains.refresh();
        return pausedDomains.domains();
    }

    /** For texts that are still being written. */
    public Path tmp() {
        return root.resolve("tmp");
    }

    /**
     * A text that is for the queue alone.
     *
     * @param name its file's in {@link #tmp()}, where a new one is made
     */
    public Spool spool(String name) throws IOException {
        return reused.text(tmp().resolve(name));
    }

    public Path eml(String id) {
        return files.text(id);
    }

    /** Adds an entry whose text stands complete and synced elsewhere. Durable on return; on a failure nothing of it stays. */
    public void add(QueueEntry entry, Path text) throws IOException {
        add(entry, text, false);
    }

    /** @param sole whether nobody else needs the text: the name that it had goes, even if this fails */
    public void add(QueueEntry entry, Path text, boolean sole) throws IOException {
        Path eml = eml(entry.id());
        DurableFiles.link(text, eml);
        try {
            if (sole) {
                // Before the entry is there: who ends it finds its text to have one name.
                Files.deleteIfExists(text);
            }
            // Syncs the folder once for both names. Should a crash keep only the envelope, nobody was told 250 yet.
            update(entry);
        } catch (IOException e) {
            // The caller will say that the message was not taken, so it must not go out.
            try {
                remove(entry.id());
            } catch (IOException f) {
                e.addSuppressed(f);
            }
            throw e;
        }
    }

    public void update(QueueEntry entry) throws IOException {
        disk.write(envelope(entry.id()), EntryText.format(entry).getBytes(StandardCharsets.UTF_8));
        notes.forget(entry.id());
    }

    /**
     * Notes that an attempt is about to be made, for the next process if this one dies of it. Durable against that alone.
     *
     * @param envelope what its file looked like when it was read
     */
    public void begin(QueueEntry begun, FileStamp envelope) throws IOException {
        notes.write(begun, envelope);
    }

    /** Which entries may have such a note. */
    Set<String> begun() {
        return notes.ids();
    }

    /** Ends an entry. One that is gone already is no error. */
    public void remove(String id) throws IOException {
        Files.deleteIfExists(envelope(id));
        notes.forget(id);
        // A text without an envelope is nothing, an envelope without a text would be a broken entry.
        DurableFiles.syncFolder(root);
        Files.deleteIfExists(eml(id));
    }

    /** Ends an entry with which all has been done, durably soon after. Then its text may be written over, unless {@code read}: by somebody, still. */
    public void removeDone(String id, boolean read) throws IOException {
        if (read) {
            Files.deleteIfExists(envelope(id));
        } else {
            reused.endEnvelope(id);
        }
        notes.forget(id);
        removals.made(id);
    }

    /** Ends the work with the folder: returns when all removals are durable, and nothing is kept for later. */
    public void close() {
        awaitRemovals();
        reused.clear();
    }

    void awaitRemovals() {
        removals.await();
    }

    /** Ends an entry, but keeps it and the reason in {@code failed/} for a person to look at. */
    public void fail(QueueEntry entry, String reason) throws IOException {
        failed.keep(entry.id(), reason, EntryText.format(entry).getBytes(StandardCharsets.UTF_8));
        remove(entry.id());
    }

    public QueueEntry load(String id) throws IOException {
        Path file = envelope(id);
        FileStamp stamp = FileStamp.of(file);
        Optional<QueueEntry> begun = notes.read(id, stamp);
        QueueEntry entry = begun.isPresent()
                ? begun.get()
                : EntryText.parse(
                        EntryText.decode(Files.readAllBytes(file)),
                        id,
                        stamp.changed().toInstant());
        if (!entry.id().equals(id)) {
            throw new MalformedEntryException("it has the id of another entry: " + entry.id());
        }
        if (!Files.isRegularFile(eml(id))) {
            throw new MissingTextException(id + EntryFiles.TEXT);
        }
        return entry;
    }

    /** All entries, oldest first. What can't be read as one is set aside in {@code failed/}, with the reason, and logged. */
    public List<QueueEntry> list() throws IOException {
        var entries = new ArrayList<QueueEntry>();
        ids().forEach(id -> loadOrSetAside(id).ifPresent(entries::add));
        entries.sort(Comparator.comparing(QueueEntry::arrived).thenComparing(QueueEntry::id));
        return entries;
    }

    /** For one who only looks, perhaps while a server runs: what can't be read is left alone. Empty also for what has ended. */
    public Optional<QueueEntry> look(String id) {
        try {
            return Optional.of(load(id));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            Logger.warn("{}: the queue entry can't be read: {}", id, OneLine.of(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Octets of the entry's text; none once it has ended. */
    public long textSize(String id) {
        return textStamp(id).map(FileStamp::size).orElse(0L);
    }

    /** One who knows what there is, and reads all of it. */
    public BulkReader reader() throws IOException {
        return BulkReader.of(root, this);
    }

    /** The ids of all envelopes that are there, in no order. */
    public List<String> ids() throws IOException {
        return files.ids();
    }

    /** What the envelope looks like from outside; empty when there is none. */
    public Optional<FileStamp> stamp(String id) {
        return stamp(envelope(id));
    }

    /** The same of the text. */
    public Optional<FileStamp> textStamp(String id) {
        return stamp(eml(id));
    }

    private static Optional<FileStamp> stamp(Path file) {
        try {
            return Optional.of(FileStamp.of(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Removes what crashes left behind, once it is old enough to be nobody's. */
    public void sweep() throws IOException {
        leftovers.sweep();
    }

    /** Empty for what is none, or none any more. */
    Optional<QueueEntry> loadOrSetAside(String id) {
        try {
            return Optional.of(load(id));
        } catch (MalformedEntryException e) {
            setAside(id, e.getMessage());
        } catch (NoSuchFileException e) {
            // It ended while the folder was being read.
            return Optional.empty();
        } catch (IOException e) {
            // The disk's fault, not the file's: it stays where it is for the next start.
            Logger.error("{}: the queue entry can't be read: {}", id, OneLine.of(e.toString()));
        }
        return Optional.empty();
    }

    /** Puts what can't be read as an entry into {@code failed/}, with the reason beside it. */
    public void setAside(String id, String why) {
        try {
            failed.keep(id, "The envelope is malformed: " + why, Files.readAllBytes(envelope(id)));
            remove(id);
            Logger.error("{}: the queue entry is malformed, kept in failed/: {}", id, OneLine.of(why));
        } catch (NoSuchFileException e) {
            Logger.debug("{}: the queue entry ended while it was being read", id);
        } catch (IOException e) {
            Logger.error(
                    "{}: the queue entry is malformed ({}), left where it is: {}", id, why, OneLine.of(e.toString()));
        }
    }

    private Path envelope(String id) {
        return files.envelope(id);
    }
}
