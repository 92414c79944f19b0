package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailserver.Dialogue;
import mailserver.cli.CommandRun;
import mailserver.cli.log.JsonLine;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.ScriptedPeer.Fault;
import mailserver.wire.text.LogLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server of its own lives through all that docs/operations.md lists, and each line of its log can be read by a program. */
@Timeout(60)
class LogFormatTest {
    private static final Pattern LINE =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} (?:ERROR|WARN|INFO|DEBUG) +(.*)");

    @TempDir
    private Path home;

    @Test
    void every_line_that_the_server_writes_parses() throws Exception {
        try (var refusing = ScriptedPeer.start(List.of(), new Fault.Answer("RCPT", "550 5.1.1 no \"such\" user"));
                var busy = ScriptedPeer.start(List.of(), new Fault.Answer("MAIL", "451 4.3.2 later"))) {
            HomeProcess.configure(home, 0, """
                    [peers]
                    "refusing.example" = "127.0.0.1:%d"
                    "busy.example" = "127.0.0.1:%d"
                    "down.example" = "127.0.0.1:1"
                    """.formatted(refusing.port(), busy.port()));
            try (var server = HomeProcess.start(home)) {
                for (String to :
                        List.of("alice@here.example", "x@refusing.example", "x@busy.example", "x@down.example")) {
                    Letters.send(server.smtpPort(), "bob@here.example", List.of(to), Letters.letter("to " + to));
                }
                login(server, "alice", "secret");
                login(server, "alice\"status=sent(250", "wrong");
                try (var stranger = Dialogue.with(server.smtpPort())) {
                    stranger.talk("""
                        S: 220
                        C: HELO x
                        S: 250
                        C: MAIL FROM:<nobody@here.example>
                        S: 550 5.1.8
                        C: QUIT
                        S: 221
                        """);
                }
                Letters.until(() -> statuses()
                        .containsAll(List.of(
                                "received",
                                "queued",
                                "sent",
                                "trying",
                                "deferred",
                                "bounced",
                                "reported",
                                "down",
                                "rejected",
                                "authenticated",
                                "authentication-failed",
                                "started")));
                server.terminate();
                server.exitCode();
            }
            assertTrue(
                    statuses().containsAll(List.of("stopping", "stopped")),
                    statuses().toString());
            assertEquals(
                    Optional.of("550 5.1.1 no \"such\" user"),
                    lines().stream()
                            .filter(line -> "bounced".equals(line.get("status")))
                            .map(line -> line.get("said"))
                            .findFirst());
        }
    }

    @Test
    void json_is_an_object_a_line_and_queue_log_reads_it() throws Exception {
        HomeProcess.configure(home, 0, """
                [log]
                format = "json"
                """);
        try (var server = HomeProcess.start(home)) {
            Letters.send(server.smtpPort(), "bob@here.example", List.of("alice@here.example"), Letters.letter("hello"));
            server.terminate();
            server.exitCode();
            List<JsonLine> log = new ArrayList<>();
            for (String line : Files.readAllLines(log())) {
                log.add(JsonLine.parse(line).orElseThrow(() -> new AssertionError(line)));
            }
            List<Map<String, String>> fields = log.stream()
                    .map(line -> LogLine.parse(line.message()).orElseThrow(() -> new AssertionError(line)))
                    .toList();
            String id = fields.stream()
                    .filter(line -> "received".equals(line.get("status")))
                    .map(line -> line.get("id"))
                    .findFirst()
                    .orElseThrow();
            CommandRun told = CommandRun.run("queue", "log", id, "--home", home);
            List<String> expected = log.stream()
                    .filter(line -> line.message().startsWith("id=" + id + " "))
                    .flatMap(line -> line.inText().stream())
                    .toList();
            assertTrue(expected.size() >= 2, expected.toString());
            assertEquals(expected, told.out().lines().toList());
            assertTrue(LINE.matcher(expected.getFirst()).matches(), expected.getFirst());
            // What the console shows has the same form, below what is said to whoever starts the server.
            assertTrue(server.output()
                    .containsAll(log.stream().map(JsonLine::toString).toList()));
        }
    }

    @Test
    void without_a_journal_the_log_is_text_and_that_is_said_once() throws Exception {
        assumeFalse(Files.exists(Path.of("/run/systemd/journal/stdout")), "there is a journal");
        HomeProcess.configure(home, 0, """
                [log]
                format = "journald"
                """);
        try (var server = HomeProcess.start(home)) {
            Letters.until(() -> Files.exists(log()) && statuses().contains("started"));
            server.terminate();
            server.exitCode();
            assertEquals(
                    List.of(
                            "warning: [log] format: no journald listens at /run/systemd/journal/stdout; the log is text in "
                                    + home.resolve("maildir/log")),
                    server.errors());
            assertTrue(
                    statuses().containsAll(List.of("started", "stopped")),
                    statuses().toString());
        }
    }

    private static void login(HomeProcess server, String user, String password) throws Exception {
        try (var client = Dialogue.with(server.pop3Port())) {
            client.expect("+OK");
            client.send("USER " + user).line();
            client.send("PASS " + password).line();
            client.send("QUIT").line();
        }
    }

    private TreeSet<String> statuses() throws Exception {
        var statuses = new TreeSet<String>();
        for (Map<String, String> line : lines()) {
            Optional.ofNullable(line.get("status")).ifPresent(statuses::add);
        }
        return statuses;
    }

    private Path log() {
        return home.resolve("maildir/log/mailserver.log");
    }

    private List<Map<String, String>> lines() throws Exception {
        var lines = new ArrayList<Map<String, String>>();
        for (String line : Files.readAllLines(log())) {
            Matcher matcher = LINE.matcher(line);
            assertTrue(matcher.matches(), line);
            lines.add(LogLine.parse(matcher.group(1)).orElseThrow(() -> new AssertionError(line)));
        }
        return lines;
    }
}
