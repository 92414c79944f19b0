package mailserver.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import mailserver.store.Maildir;
import mailserver.store.MaildirFiles;
import mailserver.store.MaildirName;

/** The messages of a mailbox in the order of their coming, while other programs move them. */
final class StoredMessages {
    private final Maildir mailbox;

    StoredMessages(Maildir mailbox) {
        this.mailbox = mailbox;
    }

    List<Path> all() throws IOException {
        return MaildirFiles.list(mailbox.folder()).stream()
                .sorted(Comparator.comparingLong((Path file) -> name(file).time())
                        .thenComparing(file -> name(file).base()))
                .toList();
    }

    /** A message and where it is by now. */
    record Opened(Path file, InputStream in) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Empty when it was deleted meanwhile. */
    Optional<Opened> open(Path file) throws IOException {
        Path place = file;
        for (int tries = 0; tries < 3; tries++) {
            try {
                return Optional.of(new Opened(place, Files.newInputStream(place)));
            } catch (NoSuchFileException e) {
                String base = name(file).base();
                Optional<Path> moved = MaildirFiles.list(mailbox.folder()).stream()
                        .filter(other -> name(other).base().equals(base))
                        .findFirst();
                if (moved.isEmpty()) {
                    return Optional.empty();
                }
                place = moved.get();
            }
        }
        return Optional.empty();
    }

    static MaildirName name(Path file) {
        return MaildirName.parse(file.getFileName().toString());
    }
}
