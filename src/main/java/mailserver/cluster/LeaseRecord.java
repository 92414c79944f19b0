package mailserver.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import mailserver.store.DurableFiles;

/**
 * What a lease file says, a {@code Key: value} a line. No two are alike: each renewal counts on, and each holder has a name that is
 * random. So whoever sees the same text twice knows that there was no renewal, and needs no clock of anybody else's for that.
 *
 * @param holder  of the lease: one process, from one loss of the lease to the next
 * @param since   when it began, by its own clock; for people
 * @param length  how long each renewal holds
 * @param renewal counts them
 * @param doing   what the node does, for people
 */
record LeaseRecord(
        String holder, ProcessMark process, Instant since, Duration length, long renewal, NodeActivity doing) {
    void write(Path file) throws IOException {
        String text = "Holder: " + holder + "\nProcess: " + process + "\nSince: " + since + "\nLease-Millis: "
                + length.toMillis() + "\nRenewal: " + renewal + "\nQueue: " + doing.queue() + "\nSmtp: " + doing.smtp()
                + "\nPop3: " + doing.pop3() + "\n";
        DurableFiles.writeFile(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty where there is none, or what stands there is none. */
    static Optional<LeaseRecord> read(Path file) throws IOException {
        return text(file).flatMap(LeaseRecord::parse);
    }

    /** The file as it is now. It is opened for that: what a network file system remembers of it is looked at anew then. */
    static Optional<String> text(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    static Optional<LeaseRecord> parse(String text) {
        Map<String, String> values = new HashMap<>();
        text.lines().filter(line -> line.contains(": ")).forEach(line -> {
            int colon = line.indexOf(": ");
            values.put(line.substring(0, colon), line.substring(colon + 2));
        });
        try {
            return ProcessMark.parse(values.getOrDefault("Process", ""))
                    .map(process -> new LeaseRecord(
                            values.getOrDefault("Holder", ""),
                            process,
                            Instant.parse(values.getOrDefault("Since", "")),
                            Duration.ofMillis(number(values, "Lease-Millis")),
                            number(values, "Renewal"),
                            new NodeActivity((int) number(values, "Queue"), (int) number(values, "Smtp"), (int)
                                    number(values, "Pop3"))));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static long number(Map<String, String> values, String key) {
        return Long.parseLong(values.getOrDefault(key, ""));
    }
}
