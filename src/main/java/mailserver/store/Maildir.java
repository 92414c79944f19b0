package mailserver.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mailserver.mail.Address;
import mailserver.mail.Content;
import mailserver.mail.DomainName;

/** One mailbox on disk: a folder with {@code tmp}, {@code new} and {@code cur}, as in maildir(5). */
public record Maildir(Path folder) {
    /** Nobody writes a message for longer than this: an older file in {@code tmp} is left over (maildir(5)). */
    public static final Duration LEFTOVER = Duration.ofHours(36);

    /** The mailbox of an account below the folder that holds all mail. */
    public static Maildir of(Path mail, Address account) {
        return new Maildir(
                mail.resolve(FolderName.encode(account.domain())).resolve(FolderName.encode(account.localPart())));
    }

    /** Whose it is; empty for a folder that {@link #of} doesn't name. */
    public Optional<Address> owner() {
        Path path = folder.toAbsolutePath();
        Optional<String> domain = decoded(path.getParent())
                .filter(name -> DomainName.canonical(name).filter(name::equals).isPresent());
        return decoded(path).flatMap(user -> domain.map(name -> new Address(user, name)));
    }

    private static Optional<String> decoded(Path folder) {
        return Optional.ofNullable(folder).map(Path::getFileName).flatMap(name -> FolderName.decode(name.toString()));
    }

    public Path tmp() {
        return folder.resolve("tmp");
    }

    public Path fresh() {
        return folder.resolve("new");
    }

    public Path cur() {
        return folder.resolve("cur");
    }

    /** Makes what is missing of the three folders, as far as is known here. */
    public void make() throws IOException {
        DurableFiles.makeFolder(tmp());
        DurableFiles.makeFolder(fresh());
        DurableFiles.makeFolder(cur());
    }

    /** The same when one that should have been there wasn't. */
    public void makeAgain() throws IOException {
        DurableFiles.makeFolderAgain(tmp());
        DurableFiles.makeFolderAgain(fresh());
        DurableFiles.makeFolderAgain(cur());
    }

    /**
     * Publishes a finished message under a new name in {@code new}. The caller syncs that folder.
     *
     * <p>A link and not a rename: the same file may go to several mailboxes, and a link never replaces a message that is
     * there, which rename(2) would.
     */
    public Path publish(Content content, String uniqueName) throws IOException {
        Path name = fresh().resolve(MaildirName.fresh(uniqueName, content));
        DurableFiles.link(content.file(), name);
        return name;
    }

    /** Removes what crashed deliveries left in {@code tmp}. Another program's delivery that still runs is younger. */
    public void removeLeftovers(Instant now) throws IOException {
        removeLeftovers(tmp(), now);
    }

    static void removeLeftovers(Path tmp, Instant now) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(tmp)) {
            for (Path file : files) {
                try {
                    Instant changed = Files.getLastModifiedTime(file).toInstant();
                    if (Files.isRegularFile(file) && changed.isBefore(now.minus(LEFTOVER))) {
                        Files.deleteIfExists(file);
                    }
                } catch (NoSuchFileException e) {
                    // Its owner was faster.
                }
            }
        } catch (NoSuchFileException e) {
            // No folder, no leftovers.
        }
    }
}
