package mailserver.account;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailserver.config.file.BadValueException;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Faults;
import mailserver.config.file.NameSyntax;
import mailserver.config.file.TextLines;
import mailserver.mail.Address;

/** Addresses that stand for others, and the catch-alls of domains; immutable. */
public final class Aliases {
    public static final Aliases EMPTY = new Aliases(Map.of());

    /** Where an alias leads, and the line that says so. */
    public record Entry(List<Address> targets, int line) {}

    // The key of a catch-all begins with "@", which no folded address does.
    private final Map<String, Entry> entries;

    private Aliases(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /** Reads an aliases file; one that is absent has no aliases. The local domains, one at least. */
    public static Aliases read(Path file, Collection<String> domains) throws ConfigurationException {
        Faults faults = new Faults();
        Aliases aliases = read(file, domains, faults);
        faults.throwIfAny();
        return aliases;
    }

    public static Aliases read(Path file, Collection<String> domains, Faults faults) {
        return parse(file, TextLines.read(file, faults), domains, faults);
    }

    /** The same of lines that may not be written yet. */
    public static Aliases parse(Path file, List<String> lines, Collection<String> domains, Faults faults) {
        AliasLine.Parser parser = new AliasLine.Parser(domains);
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            int number = i + 1;
            try {
                parser.parse(lines.get(i)).ifPresent(line -> {
                    Entry first = entries.putIfAbsent(line.key(), new Entry(line.targets(), number));
                    if (first != null) {
                        faults.add(file, number, line.key() + " is there already, in line " + first.line());
                    }
                });
            } catch (BadValueException e) {
                faults.add(file, number, e.getMessage());
            }
        }
        return new Aliases(entries);
    }

    /** Where mail to exactly this address goes, compared without case; no catch-all is asked. */
    public Optional<List<Address>> targets(Address address) {
        return Optional.ofNullable(entries.get(address.folded())).map(Entry::targets);
    }

    /** Where mail to a local domain goes when nothing else there matches. */
    public Optional<List<Address>> catchAll(String domain) {
        return Optional.ofNullable(entries.get("@" + NameSyntax.folded(domain))).map(Entry::targets);
    }

    /** An alias and the line that says where it leads. */
    public record Place(String alias, int line) {}

    /** The aliases that name this address, with or without a tag, among their targets. */
    public List<Place> naming(Address address) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().targets().stream()
                        .anyMatch(target -> target.folded().equals(address.folded())
                                || target.withoutTag().folded().equals(address.folded())))
                .map(entry -> new Place(entry.getKey(), entry.getValue().line()))
                .toList();
    }

    public Map<String, Entry> entries() {
        return entries;
    }
}
