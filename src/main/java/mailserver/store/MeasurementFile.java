package mailserver.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The text form of remembered measurements, a line each: {@code <wire bytes> <sha256> <key>}. It is a cache: a line that is
 * broken or lost costs one more reading of one message, so nothing here is fsynced.
 */
final class MeasurementFile {
    private static final int DIGEST_LENGTH = 64;

    private final Path file;

    MeasurementFile(Path file) {
        this.file = file;
    }

    /** @param lines how many lines the file has, those that say nothing included */
    record Contents(Map<String, Measurement> measurements, int lines) {}

    /** Reads what can be read; a file that is absent or unreadable is an empty one. */
    Contents read() {
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return new Contents(Map.of(), 0);
        }
        var measurements = new HashMap<String, Measurement>();
        int lines = 0;
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            if (end > start) {
                lines++;
                readLine(text.substring(start, end), measurements);
            }
            start = end + 1;
        }
        return new Contents(measurements, lines);
    }

    private static void readLine(String line, Map<String, Measurement> measurements) {
        int digest = line.indexOf(' ') + 1;
        int key = digest + DIGEST_LENGTH + 1;
        if (digest < 2 || key >= line.length() || line.charAt(key - 1) != ' ') {
            return;
        }
        String sha256 = line.substring(digest, key - 1);
        Optional<Long> wireBytes = number(line.substring(0, digest - 1));
        if (wireBytes.isPresent() && MaildirName.isSha256(sha256)) {
            measurements.put(line.substring(key), new Measurement(wireBytes.get(), sha256));
        }
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseUnsignedLong(text)).filter(number -> number >= 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    void append(Map<String, Measurement> fresh) throws IOException {
        // The line end first: the line before may have been cut short by a full disk.
        write(file, "\n" + text(fresh), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void rewrite(Map<String, Measurement> all) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        write(aside, text(all), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    private static String text(Map<String, Measurement> measurements) {
        var text = new StringBuilder();
        measurements.forEach((key, value) -> {
            // A file name may hold a line end; such a message is measured anew each time.
            if (key.indexOf('\n') < 0) {
                text.append(value.wireBytes())
                        .append(' ')
                        .append(value.sha256())
                        .append(' ')
                        .append(key)
                        .append('\n');
            }
        });
        return text.toString();
    }

    private static void write(Path to, String text, OpenOption... how) throws IOException {
        var options = new HashSet<OpenOption>(Set.of(how));
        options.add(StandardOpenOption.WRITE);
        options.add(LinkOption.NOFOLLOW_LINKS);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = FileChannel.open(to, options, ownerOnly)) {
            DurableFiles.writeAll(channel, text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
