package mailserver.account;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mailserver.config.file.BadValueException;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.EditedFile;
import mailserver.config.file.Faults;
import mailserver.mail.Address;

/** Edits the accounts file as a careful person would: only the line in question changes, comments and order stay. */
public final class AccountsFile {
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
        return !addAll(List.of(new Account(address, secret))).isEmpty();
    }

    /** Adds lines at the end for the accounts that aren't there, in one step; these are returned. */
    public List<Account> addAll(List<Account> accounts) throws IOException, ConfigurationException {
        List<Account> checked = accounts.stream().map(AccountsFile::checked).toList();
        List<Account> added = new ArrayList<>();
        edit(lines -> {
            Set<String> present = lines.addresses();
            checked.stream()
                    .filter(account -> present.add(account.address().folded()))
                    .forEach(account -> {
                        lines.append(AccountLine.of(account));
                        added.add(account);
                    });
            return !added.isEmpty();
        });
        return List.copyOf(added);
    }

    /** Gives an account another secret; false when there is no such account. */
    public boolean replace(Address address, Secret secret) throws IOException, ConfigurationException {
        Account account = checked(new Account(address, secret));
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
    private static Account checked(Account account) {
        try {
            boolean oneLine = AccountLine.of(account).lines().count() == 1;
            Optional<Account> read = oneLine ? AccountLine.parse(AccountLine.of(account)) : Optional.empty();
            return read.filter(back ->
                            back.address().folded().equals(account.address().folded())
                                    && back.secret().equals(account.secret())
                                    && back.quota().equals(account.quota()))
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

        Set<String> addresses() {
            return texts.stream().flatMap(line -> addressOf(line).stream()).collect(Collectors.toSet());
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
        return new EditedFile(file).edit((target, text) -> {
            Accounts before = parse(target, text);
            // Cut behind each line end: a file from Windows keeps its own.
            Lines lines = new Lines(new ArrayList<>(List.of((text.isEmpty() ? HEADER : text).split("(?<=\n)"))));
            if (!edit.apply(lines)) {
                return Optional.empty();
            }
            String edited = String.join("", lines.texts);
            check.look(before, parse(target, edited));
            return Optional.of(edited);
        });
    }

    private static Accounts parse(Path target, String text) throws ConfigurationException {
        Faults faults = new Faults();
        Accounts accounts = Accounts.parse(target, text.lines().toList(), faults);
        faults.throwIfAny();
        return accounts;
    }
}
