package mailserver.store;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * A message in a Maildir as it was found.
 *
 * @param inode    tells two files of the same base name apart, see {@link #inode(BasicFileAttributes)}
 * @param measured the digest, where the name doesn't tell it properly
 */
record StoredFile(Path path, MaildirName name, int inode, long bytes, long wireBytes, Optional<String> measured) {
    static StoredFile of(Path path, MaildirName name, BasicFileAttributes attributes, long wireBytes) {
        return new StoredFile(path, name, inode(attributes), attributes.size(), wireBytes, Optional.empty());
    }

    static StoredFile of(Path path, MaildirName name, BasicFileAttributes attributes, Measurement measurement) {
        return new StoredFile(
                path,
                name,
                inode(attributes),
                attributes.size(),
                measurement.wireBytes(),
                Optional.of(measurement.sha256()));
    }

    /** A number that all but always differs for two files, and is the same for all on file systems that can't tell them apart. */
    static int inode(BasicFileAttributes attributes) {
        return Objects.hashCode(attributes.fileKey());
    }

    /** In lower-case hex. */
    String sha256() {
        return measured.or(name::sha256).orElseThrow();
    }
}
