package mailserver.cli.queue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import mailserver.cli.log.JsonLine;
import mailserver.cli.log.Logging;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.Hint;
import mailserver.config.ConfigurationReader;
import mailserver.config.ServerFiles;
import mailserver.config.file.ConfigurationException;
import mailserver.config.value.LogFormat;
import mailserver.mail.MessageIds;
import mailserver.wire.text.LogLine;

/** {@code queue log}: all that the log files say of one message. They are read line by line, and need no server. */
final class QueueLog {
    /** {@code 2026-03-01 10:15:30.123 INFO  }, as {@link Logging} writes it. */
    private static final Pattern START =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} [A-Z]{4,5} +");

    private static final int TIME = "2026-03-01 10:15:30.123".length();

    /** @param begin time of its first line, as it stands there */
    private record LogFile(Path path, String begin) {}

    private final ServerFiles files;

    QueueLog(ServerFiles files) {
        this.files = files;
    }

    /** The lines, oldest first. */
    List<String> tell(String id) throws IOException, CommandFailed {
        if (!MessageIds.isId(id)) {
            throw new CommandFailed("\"" + id + "\" is no id of a message; " + Hint.of(files, "queue") + " shows ids");
        }
        List<LogFile> logs = logs();
        if (logs.isEmpty()) {
            throw new CommandFailed("there is no log in " + files.log() + " that could tell of " + id + elsewhere(id));
        }
        String begin = logs.getFirst().begin();
        var lines = new ArrayList<String>();
        for (LogFile log : logs) {
            try {
                collect(id, log.path(), lines);
            } catch (NoSuchFileException e) {
                // Rolled away just now.
            }
        }
        if (lines.isEmpty()) {
            throw new CommandFailed("the log says nothing of " + id + ": it goes back to " + begin
                    + ", what is older may have been rolled away, and at a [log] level above \"info\" it says little"
                    + elsewhere(id));
        }
        if (isOlder(id, begin)) {
            lines.addFirst("(the message is older than the log, which goes back to " + begin + " only)");
        }
        return lines;
    }

    /** Where else to look, if the log doesn't go to files. */
    private String elsewhere(String id) {
        try {
            return ConfigurationReader.read(files.configuration()).log().format() == LogFormat.JOURNALD
                    ? "; it may be in the journal: journalctl -t mailserver --grep=" + id
                    : "";
        } catch (ConfigurationException e) {
            return "";
        }
    }

    /** By their first lines, each once: the newest has a second name. */
    private List<LogFile> logs() throws IOException {
        if (!Files.isDirectory(files.log())) {
            return List.of();
        }
        Map<Object, LogFile> logs = new LinkedHashMap<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(files.log(), "mailserver*.log")) {
            for (Path path : found) {
                try {
                    Object key = Files.readAttributes(path, BasicFileAttributes.class)
                            .fileKey();
                    begin(path)
                            .ifPresent(begin -> logs.putIfAbsent(key == null ? path : key, new LogFile(path, begin)));
                } catch (NoSuchFileException e) {
                    // Rolled away just now.
                }
            }
        }
        return logs.values().stream()
                .sorted(Comparator.comparing(LogFile::begin)
                        .thenComparing(
                                log -> log.path().getFileName().toString().length())
                        .thenComparing(LogFile::path))
                .toList();
    }

    private static Optional<String> begin(Path path) throws IOException {
        try (BufferedReader reader = open(path)) {
            return reader.lines()
                    .flatMap(line -> inText(line).stream())
                    .filter(line -> START.matcher(line).lookingAt())
                    .findFirst()
                    .map(line -> line.substring(0, TIME));
        }
    }

    private static void collect(String id, Path path, Collection<String> lines) throws IOException {
        // Ours are so long that they don't stand anywhere by chance; a name that a person gave might.
        Pattern inside = Pattern.compile("(?<![0-9A-Za-z])" + id + "(?![0-9A-Za-z])");
        boolean ours = MessageIds.time(id).isPresent();
        try (BufferedReader reader = open(path)) {
            boolean wanted = false;
            // An object of a log in JSON without the id is not worth being read.
            Iterable<String> told = reader.lines()
                    .filter(line -> !line.startsWith("{") || line.contains(id))
                    .flatMap(line -> inText(line).stream())::iterator;
            for (String line : told) {
                var start = START.matcher(line);
                // What doesn't begin with a time belongs to the line above: where a fault came from.
                if (start.lookingAt()) {
                    wanted = LogLine.parse(line.substring(start.end()))
                                    .filter(fields -> id.equals(fields.get("id")) || id.equals(fields.get("report")))
                                    .isPresent()
                            || line.startsWith(id + ": ", start.end())
                            || ours && line.contains(id) && inside.matcher(line).find();
                }
                if (wanted) {
                    lines.add(line);
                }
            }
        }
    }

    /** The format of the log may have changed in the middle of it, and what is told has one. */
    private static List<String> inText(String line) {
        return JsonLine.parse(line).map(JsonLine::inText).orElse(List.of(line));
    }

    /** Whatever is in the log: a client's octets are not always UTF-8. */
    private static BufferedReader open(Path path) throws IOException {
        return new BufferedReader(new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8));
    }

    private static boolean isOlder(String id, String begin) {
        try {
            Instant log = LocalDateTime.parse(begin.replace(' ', 'T'))
                    .atZone(ZoneId.systemDefault())
                    .toInstant();
            return MessageIds.time(id).filter(made -> made.isBefore(log)).isPresent();
        } catch (DateTimeException e) {
            return false;
        }
    }
}
