package mailserver.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A message in a Maildir as it was found. A maildrop may hold a hundred thousand of these, so that each keeps only what can't be
 * had from its parts.
 *
 * @param folder   new/ or cur/
 * @param odd      the whole path, for a name that is not ASCII: it may hold octets that are no text, and would not be found
 *                 again by its letters
 * @param inode    tells two files of the same base name apart; empty on file systems that have no such thing
 * @param measured the digest, where the name doesn't tell it properly
 */
record StoredFile(
        Path folder,
        MaildirName name,
        Optional<Path> odd,
        Optional<Object> inode,
        long bytes,
        long wireBytes,
        Optional<String> measured) {
    Path path() {
        return odd.orElseGet(() -> folder.resolve(name.fileName()));
    }

    /** In lower-case hex. */
    String sha256() {
        return measured.or(name::sha256).orElseThrow();
    }
}
