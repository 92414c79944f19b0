package mailserver.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import mailserver.config.file.BadValueException;
import mailserver.config.file.Faults;

/** Reads {@code [cluster]}; a configuration without it is that of a single server. */
final class ClusterReader {
    private static final Pattern NODE = Pattern.compile("[A-Za-z0-9]{1,32}");
    /** What may stand before the word where it begins a table, and no comment. */
    private static final Pattern MENTIONED = Pattern.compile("(?m)^[\\s\\[]*[\"']?cluster\\b");
    /** A shorter one is lost to a single slow write, a longer one leaves mail lying for longer than anybody expects. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Duration LONGEST = Duration.ofHours(1);

    private ClusterReader() {}

    static Optional<ClusterSettings> read(Section section) {
        Optional<String> node = section.value("node", ClusterReader::node);
        Optional<Path> shared = section.value("shared", ClusterReader::shared);
        Optional<Duration> lease = section.value("lease", ClusterReader::lease);
        if (section.list("volumes", Values::text).isPresent() && !section.isEmptyList("volumes")) {
            section.fault("volumes", "mailboxes can't be spread over several volumes yet; leave it out");
        }
        section.finish();
        if (section.keys().isEmpty()) {
            return Optional.empty();
        }
        if (!section.keys().contains("node")) {
            section.fault("node", "is missing: each node has a name of its own, such as \"a\"");
        }
        if (!section.keys().contains("shared")) {
            section.fault("shared", "is missing: the folder that all nodes share");
        }
        return node.flatMap(name ->
                shared.map(folder -> new ClusterSettings(name, folder, lease.orElse(ClusterSettings.DEFAULT_LEASE))));
    }

    /**
     * The same of a file whose faults somebody else will tell: commands need to know where mail lies, and most of them
     * need to know nothing else.
     */
    static Optional<ClusterSettings> glance(Path configuration) {
        try {
            if (!MENTIONED.matcher(Files.readString(configuration)).find()) {
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Section.read(configuration, new Faults()).flatMap(root -> read(root.section("cluster")));
    }

    private static String node(Object raw) throws BadValueException {
        String text = Values.text(raw);
        if (!NODE.matcher(text).matches()) {
            throw new BadValueException(BadValueException.quoted(text) + " is no name of 1 to 32 letters and digits");
        }
        return text;
    }

    private static Path shared(Object raw) throws BadValueException {
        Path folder = Values.file(raw);
        if (!folder.isAbsolute()) {
            throw new BadValueException("must begin with \"/\", as the folder is the same on every node");
        }
        if (!Files.isDirectory(folder)) {
            throw new BadValueException("no such folder: " + folder + "; is it mounted?");
        }
        return folder.normalize();
    }

    private static Duration lease(Object raw) throws BadValueException {
        Duration time = Values.time(raw);
        if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
            throw new BadValueException("must be from 1s to 1h");
        }
        return time;
    }
}
