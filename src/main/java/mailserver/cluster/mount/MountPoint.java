package mailserver.cluster.mount;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A line of {@code /proc/self/mountinfo} (proc_pid_mountinfo(5)).
 *
 * @param type    as the kernel calls it, such as {@code ext4}, {@code nfs4}, {@code fuse.glusterfs}
 * @param options of this mount and of its file system, such as {@code rw} and {@code vers=4.2}
 */
record MountPoint(Path path, String type, List<String> options) {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final int PATH = 4;
    private static final int OPTIONS = 5;

    /** Where a file lies, by its real path; empty where there is no such table. */
    static Optional<MountPoint> of(Path file) throws IOException {
        return Files.isReadable(TABLE)
                ? of(file.toRealPath(), Files.readString(TABLE, StandardCharsets.ISO_8859_1))
                : Optional.empty();
    }

    /** The longest mount point counts, and of several mounts at one place the last, which lies over the others. */
    static Optional<MountPoint> of(Path realPath, String table) {
        return table.lines()
                .flatMap(line -> parse(line).stream())
                .filter(mount -> realPath.startsWith(mount.path()))
                .reduce((one, next) -> next.path().getNameCount() >= one.path().getNameCount() ? next : one);
    }

    private static Optional<MountPoint> parse(String line) {
        // Some optional fields, of which there may be none, end with a hyphen.
        String[] halves = line.split(" - ", 2);
        String[] mount = halves[0].split(" ");
        String[] fileSystem = halves.length == 2 ? halves[1].split(" ") : new String[0];
        if (mount.length <= OPTIONS || fileSystem.length == 0) {
            return Optional.empty();
        }
        String ofFileSystem = fileSystem.length > 2 ? fileSystem[2] : "";
        return Optional.of(new MountPoint(
                Path.of(unescaped(mount[PATH])),
                fileSystem[0],
                Stream.of(mount[OPTIONS], ofFileSystem)
                        .flatMap(options -> Arrays.stream(options.split(",")))
                        .distinct()
                        .toList()));
    }

    /** A space, a tab, a newline, a backslash are written as {@code \040} and the like. What is not ASCII is in UTF-8. */
    private static String unescaped(String field) {
        var octets = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < field.length(); i++) {
            boolean escape = field.charAt(i) == '\\' && field.substring(i + 1).matches("(?s)[0-3][0-7]{2}.*");
            octets.write(escape ? Integer.parseInt(field, i + 1, i + 4, 8) : field.charAt(i));
            i += escape ? 3 : 0;
        }
        return octets.toString(StandardCharsets.UTF_8);
    }

    boolean has(String option) {
        return options.contains(option);
    }

    /** What stands behind {@code name=}. */
    Optional<String> value(String name) {
        return options.stream()
                .filter(option -> option.startsWith(name + "="))
                .map(option -> option.substring(name.length() + 1))
                .findFirst();
    }
}
