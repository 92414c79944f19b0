package mailserver.transfer.account;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailserver.account.AliasLine;
import mailserver.account.Aliases;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.file.BadValueException;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.EditedFile;
import mailserver.config.file.Fault;
import mailserver.config.file.Faults;
import mailserver.config.file.NameSyntax;
import mailserver.config.file.TextLines;
import mailserver.mail.Address;

/** Adds the aliases of Postfix's tables virtual(5) and aliases(5) to ours. An alias that is here stays as it is, so it can be run again. */
public final class AliasesImport {
    private static final String HEADER = "# address: target, target; @domain: target catches what nobody else takes\n";

    /** An alias to be, with what is left of its targets. */
    private record Candidate(int line, Set<Address> targets) {}

    private final ServerFiles files;
    private final Settings settings;
    private final AliasLine.Parser parser;
    private final Told told;

    /** @param domain one of this server's, to which names without one belong */
    public AliasesImport(ServerFiles files, Settings settings, String domain, Told told) {
        this.files = files;
        this.settings = settings;
        this.parser = new AliasLine.Parser(Stream.concat(Stream.of(domain), settings.configuration().domains().stream())
                .toList());
        this.told = told;
    }

    /** What there is to add, as lines of our file; nothing is written. */
    public Additions<String> find(Path source) throws IOException {
        Map<String, TableEntry> entries = new LinkedHashMap<>();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (SourceText.Line line : SourceText.logicalLines(source)) {
            try {
                TableEntry entry = TableEntry.parse(line.text());
                Integer first = numbers.putIfAbsent(entry.key(), line.number());
                if (first == null) {
                    entries.put(entry.key(), entry);
                } else {
                    told.leftOut(line.number(), entry.key() + " is there already, in line " + first);
                }
            } catch (BadValueException e) {
                told.leftOut(line.number(), e.getMessage());
            }
        }
        // virtual(5) has a line "domain anything" for a domain of aliases.
        Set<String> domains = entries.keySet().stream()
                .filter(key -> key.contains("@"))
                .map(key -> NameSyntax.folded(key.substring(key.lastIndexOf('@') + 1)))
                .collect(Collectors.toSet());
        Map<String, Candidate> candidates = new LinkedHashMap<>();
        int present = 0;
        for (TableEntry entry : entries.values()) {
            int number = numbers.get(entry.key());
            if (!entry.key().contains("@") && isDomain(entry.key(), domains)) {
                if (!settings.configuration().domains().contains(NameSyntax.folded(entry.key()))) {
                    told.leftOut(
                            number,
                            entry.key() + " is a domain of that server's and none of this one; domains in "
                                    + files.configuration() + " has those of this one");
                }
                continue;
            }
            Optional<AliasLine> read = read(number, entry);
            if (read.isEmpty()) {
                continue;
            }
            AliasLine line = read.get();
            Aliases.Entry ours = settings.aliases().entries().get(line.key());
            if (ours != null) {
                present++;
                if (!Set.copyOf(ours.targets()).equals(Set.copyOf(line.targets()))) {
                    told.kept(number, line.key() + " is an alias here that leads elsewhere, which stays");
                }
            } else if (isItself(line)) {
                // What keeps an account out of a catch-all over there does so here by being one.
                present++;
            } else if (candidates.putIfAbsent(line.key(), new Candidate(number, new LinkedHashSet<>(line.targets())))
                    != null) {
                told.leftOut(number, line.key() + " is there already, written otherwise");
            }
        }
        dropWhatLeadsNowhere(candidates);
        return new Additions<>(lines(candidates), present);
    }

    /** Writes what was found at the end of our file, all of it or nothing. */
    public void write(List<String> lines) throws IOException, ConfigurationException {
        new EditedFile(files.aliases()).edit((target, text) -> {
            String begun = text.isEmpty() ? HEADER : text.endsWith("\n") ? text : text + "\n";
            String edited = begun
                    + String.join("", lines.stream().map(line -> line + "\n").toList());
            settings.with(parsed(target, edited)).check(files);
            return lines.isEmpty() ? Optional.empty() : Optional.of(edited);
        });
    }

    private boolean isDomain(String key, Set<String> named) {
        String domain = NameSyntax.folded(key);
        return settings.configuration().domains().contains(domain) || named.contains(domain);
    }

    private boolean isItself(AliasLine line) {
        return line.targets().size() == 1
                && line.targets().getFirst().folded().equals(line.key())
                && settings.accounts().find(line.targets().getFirst()).isPresent();
    }

    private Optional<AliasLine> read(int number, TableEntry entry) {
        Set<Address> targets = new LinkedHashSet<>();
        Optional<String> key = Optional.empty();
        try {
            key = parser.parse(entry.key() + ": postmaster").map(AliasLine::key);
        } catch (BadValueException e) {
            told.leftOut(number, entry.key() + ": " + e.getMessage());
        }
        if (key.isEmpty()) {
            return Optional.empty();
        }
        for (String target : entry.targets()) {
            try {
                parser.parse("x: " + TableEntry.address(target)).ifPresent(line -> targets.addAll(line.targets()));
            } catch (BadValueException e) {
                told.leftOut(number, entry.key() + ": " + e.getMessage());
            }
        }
        return targets.isEmpty() ? Optional.empty() : key.map(name -> new AliasLine(name, List.copyOf(targets)));
    }

    /** One that leads nowhere may be what another led to, so it is looked for until there is none. */
    private void dropWhatLeadsNowhere(Map<String, Candidate> candidates) {
        boolean dropped = true;
        while (dropped) {
            dropped = false;
            for (Iterator<Map.Entry<String, Candidate>> all =
                            candidates.entrySet().iterator();
                    all.hasNext(); ) {
                Map.Entry<String, Candidate> one = all.next();
                Set<Address> lost = new LinkedHashSet<>(one.getValue().targets());
                lost.removeIf(target -> settings.canLeadTo(target)
                        || candidates.containsKey(target.folded())
                        || candidates.containsKey(target.withoutTag().folded())
                        || candidates.containsKey("@" + target.domain()));
                lost.forEach(target -> told.leftOut(
                        one.getValue().line(), one.getKey() + ": " + target + " is neither an account nor an alias"));
                one.getValue().targets().removeAll(lost);
                if (one.getValue().targets().isEmpty()) {
                    all.remove();
                    dropped = true;
                }
            }
            if (!dropped) {
                dropped = dropCircles(candidates);
            }
        }
    }

    private boolean dropCircles(Map<String, Candidate> candidates) {
        List<String> keys = List.copyOf(candidates.keySet());
        try {
            settings.with(parsed(files.aliases(), text(lines(candidates)))).check(files);
            return false;
        } catch (ConfigurationException e) {
            var circles = new ArrayList<String>();
            for (Fault fault : e.faults()) {
                if (fault.line() > 0 && fault.line() <= keys.size()) {
                    circles.add(keys.get(fault.line() - 1));
                    told.leftOut(candidates.get(circles.getLast()).line(), fault.message());
                }
            }
            return candidates.keySet().removeAll(circles);
        }
    }

    /** The candidates' lines come first, that a fault's line tells which it is of. */
    private String text(List<String> lines) {
        return Stream.concat(
                        lines.stream(),
                        settings.aliases().entries().entrySet().stream()
                                .map(one -> line(one.getKey(), one.getValue().targets())))
                .collect(Collectors.joining("\n"));
    }

    private Aliases parsed(Path file, String text) throws ConfigurationException {
        Faults faults = new Faults();
        List<String> lines = TextLines.withoutMark(text).lines().toList();
        Aliases aliases = Aliases.parse(file, lines, settings.configuration().domains(), faults);
        faults.throwIfAny();
        return aliases;
    }

    private static List<String> lines(Map<String, Candidate> candidates) {
        return candidates.entrySet().stream()
                .map(one -> line(one.getKey(), one.getValue().targets()))
                .toList();
    }

    private static String line(String key, Iterable<Address> targets) {
        var addresses = new ArrayList<String>();
        targets.forEach(target -> addresses.add(target.toString()));
        return key + ": " + String.join(", ", addresses);
    }
}
