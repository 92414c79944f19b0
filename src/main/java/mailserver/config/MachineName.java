package mailserver.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.config.file.NameSyntax;

/**
 * This machine's full name, for a server that wasn't told one.
 *
 * <p>Only files and the environment are asked: {@code InetAddress.getLocalHost} may wait for a name server that doesn't
 * answer, and a start must not.
 */
public final class MachineName {
    private static final String FALLBACK = "localhost";

    private MachineName() {}

    /** The full name in lower case, else {@code localhost}. */
    public static String find() {
        Stream<String> own = Stream.concat(
                lines(Path.of("/proc/sys/kernel/hostname")).stream(),
                Optional.ofNullable(System.getenv("HOSTNAME")).stream());
        return find(own.map(String::strip).toList(), lines(Path.of("/etc/hosts")));
    }

    static String find(List<String> ownNames, List<String> hosts) {
        Stream<String> full = ownNames.stream().filter(name -> name.contains("."));
        Stream<String> fromHosts =
                ownNames.stream().flatMap(name -> hosts.stream().flatMap(line -> fullName(name, line)));
        return Stream.concat(full, fromHosts)
                .filter(NameSyntax::isDomain)
                .map(NameSyntax::folded)
                .filter(name -> !name.startsWith("localhost."))
                .findFirst()
                .orElse(FALLBACK);
    }

    // hosts(5): "address name alias alias…"; by convention the full name stands beside the short one.
    private static Stream<String> fullName(String shortName, String line) {
        return Arrays.stream(line.replaceFirst("#.*", "").strip().split("\\s+"))
                .skip(1)
                .filter(name -> NameSyntax.folded(name).startsWith(NameSyntax.folded(shortName) + "."));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
