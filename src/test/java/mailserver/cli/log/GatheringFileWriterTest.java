package mailserver.cli.log;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mailserver.config.ServerFiles;
import mailserver.config.value.LogFormat;
import mailserver.config.value.LogLevel;
import mailserver.config.value.LogSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinylog.Level;

class GatheringFileWriterTest {
    private static final Instant TIME = LocalDateTime.parse("2026-03-01T10:15:30.120")
            .atZone(ZoneId.systemDefault())
            .toInstant();

    @TempDir
    private Path folder;

    @Test
    void text_is_time_level_and_fields() throws Exception {
        var writer = new GatheringFileWriter(properties(folder, LogFormat.TEXT));
        writer.write(Entries.at(TIME, Thread.currentThread(), Level.INFO, "service=server status=stopped (bye)", null));
        writer.write(Entries.at(TIME, Thread.currentThread(), Level.WARN, "grüße \"an\" alle", null));
        writer.write(Entries.at(TIME, Thread.currentThread(), Level.ERROR, "oh", new NoStack()));
        writer.close();
        assertEquals("""
                2026-03-01 10:15:30.120 INFO  service=server status=stopped (bye)
                2026-03-01 10:15:30.120 WARN  msg="grüße \\"an\\" alle"
                2026-03-01 10:15:30.120 ERROR msg=oh: mailserver.cli.log.GatheringFileWriterTest$NoStack: why
                """, Files.readString(newest(folder), StandardCharsets.UTF_8));
    }

    @Test
    void json_is_an_object_a_line_in_the_same_file() throws Exception {
        var writer = new GatheringFileWriter(properties(folder, LogFormat.JSON));
        writer.write(Entries.at(TIME, Thread.currentThread(), Level.INFO, "service=server status=stopped (bye)", null));
        writer.write(Entries.at(TIME, Thread.currentThread(), Level.WARN, "grüße\n\u2028 alle", null));
        writer.write(Entries.at(TIME, Thread.currentThread(), Level.ERROR, "oh", new NoStack()));
        // Nobody has to end the server to see what it says.
        await().until(() -> Files.readAllLines(newest(folder)).size() == 3);
        writer.close();
        List<JsonLine> lines = Files.readAllLines(newest(folder)).stream()
                .map(line -> JsonLine.parse(line).orElseThrow(() -> new AssertionError(line)))
                .toList();
        assertEquals(
                List.of("service=server status=stopped (bye)", "msg=\"grüße?? alle\"", "msg=oh"),
                lines.stream().map(JsonLine::message).toList());
        assertEquals(
                List.of("info", "warn", "error"),
                lines.stream().map(JsonLine::level).toList());
        assertTrue(lines.stream().allMatch(line -> line.time().equals(TIME)));
        assertEquals(
                "mailserver.cli.log.GatheringFileWriterTest$NoStack: why",
                lines.getLast().exception().orElseThrow());
    }

    @Test
    void json_goes_on_in_a_file_that_does_not_roll_where_the_folder_has_a_brace_in_its_name() throws Exception {
        Path braced = Files.createDirectory(folder.resolve("{a}"));
        for (String message : List.of("first", "second")) {
            var writer = new GatheringFileWriter(properties(braced, LogFormat.JSON));
            writer.write(Entries.info(message));
            writer.close();
        }
        assertEquals(
                List.of("msg=first", "msg=second"),
                Files.readAllLines(newest(braced)).stream()
                        .map(line -> JsonLine.parse(line).orElseThrow().message())
                        .toList());
    }

    @Test
    void files_of_json_roll_too() throws Exception {
        Map<String, String> properties = properties(folder, LogFormat.JSON);
        assertEquals("daily, size: 10mb", properties.get("policies"));
        properties.put("policies", "size: 1kb");
        var writer = new GatheringFileWriter(properties);
        for (int i = 0; i < 100; i++) {
            writer.write(Entries.info("entry " + i));
        }
        writer.close();
        var messages = new ArrayList<String>();
        try (Stream<Path> files = Files.list(log(folder))) {
            List<Path> rolled =
                    files.filter(file -> !file.equals(newest(folder))).toList();
            assertTrue(rolled.size() > 5, rolled.toString());
            for (Path file : rolled) {
                for (String line : Files.readAllLines(file)) {
                    messages.add(JsonLine.parse(line).orElseThrow().message());
                }
            }
        }
        assertTrue(messages.contains("msg=\"entry 99\""), messages.toString());
    }

    /** As the server sets it up. */
    private static Map<String, String> properties(Path home, LogFormat format) {
        Map<String, String> settings =
                Logging.settings(new ServerFiles(home), new LogSettings(LogLevel.INFO, format), Logging.Console.SILENT);
        var properties = new HashMap<String, String>();
        settings.forEach((key, value) -> {
            if (key.startsWith("writer.")) {
                properties.put(key.substring("writer.".length()), value);
            }
        });
        return properties;
    }

    private static Path log(Path home) {
        return new ServerFiles(home).log();
    }

    private static Path newest(Path home) {
        return log(home).resolve("mailserver.log");
    }

    private static final class NoStack extends Exception {
        private static final long serialVersionUID = 1L;

        NoStack() {
            super("why", null, false, false);
        }
    }
}
