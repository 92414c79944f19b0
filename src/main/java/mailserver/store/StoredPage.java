package mailserver.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Some messages of one folder, as octets and numbers. A maildrop may have a hundred thousand for as long as a session lasts: as
 * objects they took twice the room, and while they were found a small heap was collected again and again.
 */
final class StoredPage {
    /** With 512, a start's small heap was collected more often, for what was found was under way for longer. */
    static final int MOST = 128;

    private static final int USUAL_NAME = 128;
    private static final int DIGEST_LENGTH = 64;

    private final Path folder;
    /** The names, each with the digest behind it that it doesn't tell. */
    private final byte[] texts;

    private final int[] starts;
    private final int[] ends;
    private final int[] digests;
    private final long[] times;
    private final int[] inodes;
    private final long[] bytes;
    private final long[] wireBytes;
    /** Where those are whose names are not ASCII: such a name may hold octets that are no text, and isn't found by its letters. */
    private final Map<Integer, Path> odd = new HashMap<>();

    /** @param files of that folder, {@link #MOST} at most */
    StoredPage(Path folder, List<StoredFile> files) {
        int size = files.size();
        this.folder = folder;
        this.starts = new int[size];
        this.ends = new int[size];
        this.digests = new int[size];
        this.times = new long[size];
        this.inodes = new int[size];
        this.bytes = new long[size];
        this.wireBytes = new long[size];
        var text = new ByteArrayOutputStream(size * USUAL_NAME);
        for (int row = 0; row < size; row++) {
            StoredFile file = files.get(row);
            MaildirName name = file.name();
            byte[] octets = name.fileName().getBytes(UTF_8);
            starts[row] = text.size();
            text.writeBytes(octets);
            ends[row] = text.size();
            boolean ascii = octets.length == name.fileName().length();
            if (!ascii) {
                odd.put(row, file.path());
            }
            if (ascii && file.measured().isEmpty()) {
                digests[row] = starts[row] + name.digest();
            } else {
                digests[row] = text.size();
                text.writeBytes(file.sha256().getBytes(US_ASCII));
            }
            times[row] = name.time();
            inodes[row] = file.inode();
            bytes[row] = file.bytes();
            wireBytes[row] = file.wireBytes();
        }
        this.texts = text.toByteArray();
    }

    int size() {
        return starts.length;
    }

    void addPathsTo(Set<Path> paths) {
        for (int row = 0; row < size(); row++) {
            paths.add(path(row));
        }
    }

    Path path(int row) {
        Path known = odd.get(row);
        return known == null ? folder.resolve(fileName(row)) : known;
    }

    MaildirName name(int row) {
        return MaildirName.parse(fileName(row));
    }

    private String fileName(int row) {
        return new String(texts, starts[row], ends[row] - starts[row], UTF_8);
    }

    /** See {@link MaildirName#time()}. */
    long time(int row) {
        return times[row];
    }

    /** Compares two names as octets, which says who is first of those who have the same time. */
    int compareNames(int row, StoredPage other, int otherRow) {
        return Arrays.compareUnsigned(
                texts, starts[row], ends[row], other.texts, other.starts[otherRow], other.ends[otherRow]);
    }

    int inode(int row) {
        return inodes[row];
    }

    long bytes(int row) {
        return bytes[row];
    }

    long wireBytes(int row) {
        return wireBytes[row];
    }

    String sha256(int row) {
        return new String(texts, digests[row], DIGEST_LENGTH, US_ASCII);
    }
}
