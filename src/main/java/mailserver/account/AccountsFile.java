package mailserver.account;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailserver.config.file.BadValueException;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Faults;
import mailserver.config.file.PrivateFile;
import mailserver.config.file.TextLines;
import mailserver.mail.Address;

/**
 * Edits the accounts file as a careful person would: only the line in question changes, comments and order stay.
 *
 * <p>A lock on the file keeps two commands from undoing each other's work.
 */
public final class AccountsFile {
    private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();
    private static final String HEADER =
            "# user@domain:{SCHEME}secret, one a line; \"bin/mailserver user add\" writes them\n";

    /** Compares the accounts with what an edit would make of them; what it throws leaves the file as it was. */
    public interface Check {
        void look(Accounts before, Accounts after) throws ConfigurationException;
    }

    private final Path file;
    private final Check check;

    public AccountsFile(Path file) {
        this(file, (before, after) -> {});
    }

    public AccountsFile(Path file, Check check) {
        this.file = file;
        this.check = check;
    }

    /** Whether the address can be an account: its local part has 1 to 64 octets (RFC 5321 §4.5.3.1.1). */
    public static boolean canHold(Address address) {
        return AccountLine.fits(address);
    }

    /** Adds a line at the end; false when the account is there already. */
    public boolean add(Address address, Secret secret) throws IOException, ConfigurationException {
        Account account = checked(address, secret);
        return edit(lines -> {
            if (lines.indexOf(address) >= 0) {
                return false;
            }
            lines.append(AccountLine.of(account));
            return true;
        });
    }

    /** Gives an account another secret; false when there is no such account. */
    public boolean replace(Address address, Secret secret) throws IOException, ConfigurationException {
        Account account = checked(address, secret);
        return edit(lines -> {
            int index = lines.indexOf(address);
            if (index < 0) {
                return false;
            }
            String old = lines.texts.get(index).stripTrailing();
            lines.texts.set(index, AccountLine.withSecret(old, account.secret()) + "\n");
            return true;
        });
    }

    /** Takes an account's line out; false when there is no such account. */
    public boolean remove(Address address) throws IOException, ConfigurationException {
        return edit(lines -> {
            int index = lines.indexOf(address);
            if (index < 0) {
                return false;
            }
            lines.texts.remove(index);
            return true;
        });
    }

    /** What is written must read back as itself: a line break in a readable password would not. */
    private static Account checked(Address address, Secret secret) {
        Account account = new Account(address, secret);
        try {
            boolean oneLine = AccountLine.of(account).lines().count() == 1;
            Optional<Account> read = oneLine ? AccountLine.parse(AccountLine.of(account)) : Optional.empty();
            return read.filter(back -> back.address().folded().equals(address.folded())
                            && back.secret().equals(secret))
                    .orElseThrow(() -> new IllegalArgumentException("the password can't be written in one line"));
        } catch (BadValueException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private interface Edit {
        boolean apply(Lines lines);
    }

    /** The file's lines, each with its own line end. */
    private record Lines(List<String> texts) {
        int indexOf(Address address) {
            for (int i = 0; i < texts.size(); i++) {
                if (addressOf(texts.get(i)).filter(address.folded()::equals).isPresent()) {
                    return i;
                }
            }
            return -1;
        }

        void append(String line) {
            if (!texts.isEmpty() && !texts.getLast().endsWith("\n")) {
                texts.set(texts.size() - 1, texts.getLast() + "\n");
            }
            texts.add(line + "\n");
        }

        private static Optional<String> addressOf(String line) {
            try {
                return AccountLine.parse(line.stripTrailing())
                        .map(account -> account.address().folded());
            } catch (BadValueException e) {
                throw new IllegalStateException("the file was read without a fault before", e);
            }
        }
    }

    private boolean edit(Edit edit) throws IOException, ConfigurationException {
        // A link is followed: the rename would put a file in its place.
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        IN_THIS_PROCESS.lock();
        try (FileChannel locked = lock(target)) {
            // Read through this channel alone: to close another one on the same file gives up the lock (fcntl(2)).
            byte[] bytes = Channels.newInputStream(locked).readAllBytes();
            Faults faults = new Faults();
            String text = TextLines.decode(target, bytes, faults);
            Accounts before = Accounts.parse(target, text.lines().toList(), faults);
            faults.throwIfAny();
            // Cut behind each line end: a file from Windows keeps its own.
            Lines lines = new Lines(new ArrayList<>(List.of((text.isEmpty() ? HEADER : text).split("(?<=\n)"))));
            boolean changed = edit.apply(lines);
            if (changed) {
                String edited = String.join("", lines.texts);
                Accounts after = Accounts.parse(target, edited.lines().toList(), faults);
                faults.throwIfAny();
                check.look(before, after);
                PrivateFile.replace(target, edited);
            }
            return changed;
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }

    /** Locks the file, made when absent, and sees to it that the locked file is the one that bears the name. */
    private static FileChannel lock(Path target) throws IOException {
        while (true) {
            PrivateFile.createIfAbsent(target);
            Object before = identity(target);
            FileChannel channel = FileChannel.open(target, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                channel.lock();
                // Whoever held the lock before us has renamed a new file into place; ours is gone then.
                if (identity(target).equals(before)) {
                    return channel;
                }
                channel.close();
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }
    }

    private static Object identity(Path target) throws IOException {
        return Files.readAttributes(target, BasicFileAttributes.class).fileKey();
    }
}
