package mailserver.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import org.tinylog.Logger;

/**
 * What one POP3 session sees of a Maildir: the messages of one moment, numbered from 1, and which of them are marked as
 * deleted (RFC 1939 §5). Marks live in memory only and {@link #commit()} alone deletes. For one thread.
 */
public final class Maildrop implements Closeable {
    /** No dot in front: Dovecot takes dotted names beside new/ and cur/ for folders of the user. */
    public static final String LOCK = "mailserver-pop3.lock";
    /** A message can move again between our look and our grasp, but hardly this often. */
    private static final int ATTEMPTS = 4;

    private final LockFile lock;
    private final Messages messages;
    private final MessagePlaces places;
    private final Runnable forget;
    private final BitSet deleted = new BitSet();
    private final long allWireBytes;
    private long deletedWireBytes;

    private Maildrop(LockFile lock, StoredFiles files, MessagePlaces places, Runnable forget) {
        this.forget = forget;
        this.lock = lock;
        this.messages = new Messages(files);
        this.places = places;
        this.allWireBytes = files.allWireBytes();
    }

    /** A message as it was when the maildrop was opened. All of it is looked up when it is asked for: few sessions ask for all. */
    public static final class Message {
        private final StoredFiles files;
        private final int index;

        private Message(StoredFiles files, int index) {
            this.files = files;
            this.index = index;
        }

        public int number() {
            return index + 1;
        }

        public MaildirName name() {
            return files.name(index);
        }

        public long bytes() {
            return files.bytes(index);
        }

        public long wireBytes() {
            return files.wireBytes(index);
        }

        /** The SHA-256 of the file, in lower-case hex. */
        public String uid() {
            return files.sha256(index);
        }
    }

    /** Makes each message when it is asked for. */
    private static final class Messages extends AbstractList<Message> implements RandomAccess {
        private final StoredFiles files;

        private Messages(StoredFiles files) {
            this.files = files;
        }

        @Override
        public Message get(int index) {
            return new Message(files, Objects.checkIndex(index, size()));
        }

        @Override
        public int size() {
            return files.size();
        }
    }

    /**
     * Locks a Maildir and looks at it. One that isn't there yet is made, and is empty: the lock needs a place.
     *
     * @return empty when another session has it
     */
    public static Optional<Maildrop> open(Path maildir, MeasurementCache measurements) throws IOException {
        DurableFiles.makeFolder(maildir);
        Optional<LockFile> lock = LockFile.tryAcquire(maildir.resolve(LOCK));
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        Optional<Maildrop> opened = Optional.empty();
        try {
            StoredFiles files = Snapshot.take(maildir, measurements);
            opened = Optional.of(new Maildrop(
                    lock.get(),
                    files,
                    new MessagePlaces(maildir, files),
                    () -> measurements.recent().forget(maildir)));
        } finally {
            if (opened.isEmpty()) {
                lock.get().close();
            }
        }
        return opened;
    }

    /** All messages, in order; those that are marked as deleted keep their numbers. */
    public List<Message> messages() {
        return messages;
    }

    /** How many messages are not marked as deleted. */
    public int count() {
        return messages.size() - deleted.cardinality();
    }

    /** The size of all messages that are not marked as deleted, as POP3 counts it. */
    public long totalWireBytes() {
        return allWireBytes - deletedWireBytes;
    }

    public boolean isDeleted(Message message) {
        return deleted.get(index(message));
    }

    public void markDeleted(Message message) {
        if (!isDeleted(message)) {
            deleted.set(index(message));
            deletedWireBytes += message.wireBytes();
        }
    }

    public void unmarkAll() {
        deleted.clear();
        deletedWireBytes = 0;
    }

    /**
     * Opens a message, wherever another program has moved it.
     *
     * @throws IOException if the file system has dropped the lock: another session may be in here
     * @throws NoSuchFileException if it isn't there any more
     */
    public InputStream open(Message message) throws IOException {
        requireLock();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Path> path = places.of(index(message));
            if (path.isEmpty()) {
                break;
            }
            try {
                return open(path.get(), message.bytes());
            } catch (NoSuchFileException e) {
                places.lookAgain();
            }
        }
        throw new NoSuchFileException(message.name().fileName());
    }

    private void requireLock() throws IOException {
        if (!lock.isHeld()) {
            throw new IOException("the lock of this maildrop is lost");
        }
    }

    /** Opens a file. One of another length than it had was written to where it lies, and its next reader must hear of it. */
    private InputStream open(Path path, long expected) throws IOException {
        SeekableByteChannel channel =
                Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        try {
            if (channel.size() != expected) {
                forget.run();
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return Channels.newInputStream(channel);
    }

    /**
     * Deletes the marked messages and makes that durable. One that is gone already counts as deleted.
     *
     * @return how many could not be deleted
     * @throws IOException if the deletion may not outlast a crash, or the file system has dropped the lock
     */
    public int commit() throws IOException {
        requireLock();
        List<Message> left = deleted.stream().mapToObj(messages::get).toList();
        var folders = new LinkedHashSet<Path>();
        int failed = 0;
        for (int attempt = 1; !left.isEmpty(); attempt++) {
            var missed = new ArrayList<Message>();
            for (Message message : left) {
                Optional<Path> path = places.of(index(message));
                try {
                    if (path.isPresent()) {
                        Files.delete(path.get());
                        folders.add(path.get().getParent());
                    }
                } catch (NoSuchFileException e) {
                    missed.add(message);
                } catch (IOException e) {
                    Logger.warn("{} can't be deleted: {}", path.get(), e);
                    failed++;
                }
            }
            if (attempt == ATTEMPTS) {
                failed += missed.size();
                break;
            }
            if (!missed.isEmpty()) {
                places.lookAgain();
            }
            left = missed;
        }
        for (Path folder : folders) {
            DurableFiles.syncFolder(folder);
        }
        unmarkAll();
        return failed;
    }

    /** Releases the lock and deletes nothing. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            Logger.warn("the lock of a maildrop was not released cleanly: {}", e);
        }
    }

    private static int index(Message message) {
        return message.index;
    }
}
