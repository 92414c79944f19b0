package mailserver.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import mailserver.store.Durable;

/**
 * {@code ID.attempt}: the envelope as it is while an attempt is being made. It is there for the next process, should this one die of
 * the message, so it need not outlive a power cut and is not synced; the envelope itself stays as it was until the outcome is known.
 *
 * <p>That takes two syncs off each message that leaves. A note counts only for the very envelope that it was made for, whose digest it
 * names; so one that a power cut has emptied, brought back or left behind is nothing.
 */
final class AttemptNotes {
    static final String ATTEMPT = ".attempt";
    private static final String MARK = "# an attempt on the envelope with the SHA-256 ";

    private final Path root;

    AttemptNotes(Path root) {
        this.root = root;
    }

    /** @param envelope what the envelope's file holds now */
    void write(QueueEntry begun, byte[] envelope) throws IOException {
        Path file = file(begun.id());
        String text = MARK + digest(envelope) + "\n" + EntryText.format(begun);
        // Made anew, with our own mode. What a crash leaves of it in between is no note.
        Files.deleteIfExists(file);
        try (FileChannel channel = Durable.create(file)) {
            var buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    /** The entry with an attempt begun; empty when none is. */
    Optional<QueueEntry> read(String id, byte[] envelope, Instant written) {
        Path file = file(id);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(file);
            return text.startsWith(MARK + digest(envelope) + "\n")
                    ? Optional.of(EntryText.parse(text, id, written))
                    : Optional.empty();
        } catch (IOException e) {
            // Removed meanwhile, or not whole.
            return Optional.empty();
        }
    }

    void remove(String id) throws IOException {
        Files.deleteIfExists(file(id));
    }

    private Path file(String id) {
        return root.resolve(id + ATTEMPT);
    }

    private static String digest(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
