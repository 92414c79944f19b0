package mailserver.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailserver.config.file.BadValueException;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Fault;
import mailserver.config.file.Faults;
import mailserver.config.file.TextLines;
import mailserver.mail.Address;

/** Everyone who has a mailbox here, in the order of the accounts file; immutable. */
public final class Accounts {
    public static final Accounts EMPTY = new Accounts(Map.of(), List.of());

    /** An account and where it stands; line 0 when it comes from no file. */
    public record Entry(Account account, int line) {}

    private final Map<String, Entry> byName;
    private final Optional<Secret> everybody;
    private final List<Fault> warnings;
    // Asked for at each login, and there may be many accounts.
    private final List<PasswordHash> hashesOfEachKind;
    private final List<ScramHash> scramHashes;

    private Accounts(Map<String, Entry> byName, List<Fault> warnings) {
        this(byName, warnings, Optional.empty());
    }

    private Accounts(Map<String, Entry> byName, List<Fault> warnings, Optional<Secret> everybody) {
        this.byName = byName;
        this.everybody = everybody;
        this.warnings = List.copyOf(warnings);
        Map<String, PasswordHash> kinds = new LinkedHashMap<>();
        List<ScramHash> scram = new ArrayList<>();
        for (Entry entry : byName.values()) {
            if (entry.account().secret() instanceof PasswordHash hash) {
                kinds.putIfAbsent(hash.kind(), hash);
            }
            if (entry.account().secret() instanceof ScramHash keys) {
                scram.add(keys);
            }
        }
        this.hashesOfEachKind = List.copyOf(kinds.values());
        this.scramHashes = List.copyOf(scram);
    }

    /** Accounts that come from no file, as the class room's do. */
    public static Accounts of(Collection<Account> accounts) {
        Map<String, Entry> byName = new LinkedHashMap<>();
        for (Account account : accounts) {
            if (byName.put(account.address().folded(), new Entry(account, 0)) != null) {
                throw new IllegalArgumentException(account.address() + " is there twice");
            }
        }
        return new Accounts(byName, List.of());
    }

    /** Every address is an account, with the same secret: for tests of programs that send mail. */
    public static Accounts everybody(Secret secret) {
        return new Accounts(Map.of(), List.of(), Optional.of(secret));
    }

    /** Whether every address of every domain is an account. */
    public boolean isEverybody() {
        return everybody.isPresent();
    }

    /** Reads an accounts file; one that is absent has no accounts. */
    public static Accounts read(Path file) throws ConfigurationException {
        Faults faults = new Faults();
        Accounts accounts = read(file, faults);
        faults.throwIfAny();
        return accounts;
    }

    public static Accounts read(Path file, Faults faults) {
        return parse(file, TextLines.read(file, faults), faults);
    }

    static Accounts parse(Path file, List<String> lines, Faults faults) {
        Map<String, Entry> byName = new LinkedHashMap<>();
        List<Fault> warnings = new ArrayList<>(readableByOthers(file));
        for (int i = 0; i < lines.size(); i++) {
            int number = i + 1;
            try {
                AccountLine.parse(lines.get(i)).ifPresent(account -> {
                    Entry first = byName.putIfAbsent(account.address().folded(), new Entry(account, number));
                    if (first != null) {
                        faults.add(file, number, account.address() + " is there already, in line " + first.line());
                    } else if (account.secret() instanceof Secret.Plain plain) {
                        warnings.add(new Fault(file, number, account.address() + readable(plain)));
                    }
                });
            } catch (BadValueException e) {
                faults.add(file, number, e.getMessage());
            }
        }
        return new Accounts(byName, warnings);
    }

    /** A line of Dovecot's passwd-file means another password here, which nobody would find out by looking at it. */
    private static String readable(Secret.Plain password) {
        return password.text().matches(".*:\\d*:\\d*:[^:]*:[^:]*:[^:]*(:.*)?")
                ? " stores its password readable, and all of the line is the password, with its colons"
                : " stores its password readable";
    }

    private static List<Fault> readableByOthers(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(PosixFilePermission.GROUP_READ)
                            || permissions.contains(PosixFilePermission.OTHERS_READ)
                    ? List.of(new Fault(file, 0, "can be read by other users of this machine; chmod 600 helps"))
                    : List.of();
        } catch (IOException | UnsupportedOperationException e) {
            return List.of();
        }
    }

    /** The account of exactly this address, compared without case. */
    public Optional<Account> find(Address address) {
        return Optional.ofNullable(byName.get(address.folded()))
                .map(Entry::account)
                .or(() -> everybody.map(secret -> new Account(address, secret)));
    }

    public List<Account> all() {
        return byName.values().stream().map(Entry::account).toList();
    }

    /** One hash of each kind among them, the first. */
    List<PasswordHash> hashesOfEachKind() {
        return hashesOfEachKind;
    }

    List<ScramHash> scramHashes() {
        return scramHashes;
    }

    public Collection<Entry> entries() {
        return byName.values();
    }

    public List<Fault> warnings() {
        return warnings;
    }
}
