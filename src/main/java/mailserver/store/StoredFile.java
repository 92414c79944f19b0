package mailserver.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A message in a Maildir as it was found.
 *
 * @param inode tells two files of the same base name apart; empty on file systems that have no such thing
 */
record StoredFile(Path path, MaildirName name, Optional<Object> inode, long bytes, Measurement measurement) {}
