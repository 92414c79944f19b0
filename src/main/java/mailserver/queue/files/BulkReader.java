package mailserver.queue.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import mailserver.mail.MessageIds;
import mailserver.queue.QueueEntry;

/**
 * Reads the whole folder at a start, on all processors: each of a hundred thousand entries is a file to be opened. What the list of
 * names tells is not asked once more of each file, which leaves four system calls where one entry by itself takes ten.
 */
public final class BulkReader {
    private final Path root;
    private final QueueFolder folder;
    private final List<String> ids = new ArrayList<>();
    private final Set<String> texts = new HashSet<>();
    private final Set<String> begun;

    private BulkReader(Path root, QueueFolder folder) {
        this.root = root;
        this.folder = folder;
        this.begun = folder.begun();
    }

    static BulkReader of(Path root, QueueFolder folder) throws IOException {
        var reader = new BulkReader(root, folder);
        reader.list();
        return reader;
    }

    /** How many entries there are. */
    public int count() {
        return ids.size();
    }

    /** @param to gets each entry and what its file looks like, on several threads; what can't be read is set aside, and logged */
    public void read(BiConsumer<QueueEntry, Optional<FileStamp>> to) {
        ids.parallelStream().forEach(id -> read(id, to));
    }

    private void list() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                sort(name, EntryFiles.ENVELOPE, ids);
                sort(name, EntryFiles.TEXT, texts);
            }
        }
    }

    private static void sort(String name, String end, Collection<String> into) {
        if (name.endsWith(end)) {
            String id = name.substring(0, name.length() - end.length());
            if (MessageIds.isId(id)) {
                into.add(id);
            }
        }
    }

    private void read(String id, BiConsumer<QueueEntry, Optional<FileStamp>> to) {
        if (texts.contains(id) && !begun.contains(id)) {
            try {
                Path file = root.resolve(id + EntryFiles.ENVELOPE);
                var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                QueueEntry entry = EntryText.parse(
                        EntryText.decode(octets(file, attributes.size())),
                        id,
                        attributes.lastModifiedTime().toInstant());
                if (entry.id().equals(id)) {
                    to.accept(entry, Optional.of(FileStamp.of(attributes)));
                    return;
                }
            } catch (IOException e) {
                // Below it is read once more, and what is wrong with it is told.
            }
        }
        folder.loadOrSetAside(id).ifPresent(entry -> to.accept(entry, folder.stamp(id)));
    }

    private static byte[] octets(Path file, long size) throws IOException {
        var buffer = ByteBuffer.allocate(Math.toIntExact(size));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int count = 0;
            while (buffer.hasRemaining() && count >= 0) {
                count = channel.read(buffer);
            }
        }
        if (buffer.hasRemaining()) {
            throw new IOException("it became shorter while it was read");
        }
        return buffer.array();
    }
}
