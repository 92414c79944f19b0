package mailserver.cli.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mailserver.Dialogue;
import mailserver.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The throw-away server as a process, and what can be done to it. */
class TestCommandTest {
    private static Process start(String... more) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        var words = new ArrayList<>(List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "mailserver.cli.Main",
                "test"));
        words.addAll(List.of(more));
        return new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static JsonObject ports(Process process) throws Exception {
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return JsonParser.parseString(out.readLine()).getAsJsonObject();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void printsItsPortsAndEndsWithWhoeverStartedIt(boolean bySignal) throws Exception {
        Process process = start("--json");
        try {
            JsonObject ports = ports(process);
            assertEquals(Set.of("smtp", "submission", "submissions", "pop3", "pop3s", "http", "home"), ports.keySet());
            Path home = Path.of(ports.get("home").getAsString());
            assertTrue(Files.isDirectory(home));
            try (Dialogue dialogue = Dialogue.with(ports.get("smtp").getAsInt())) {
                dialogue.talk("""
                        S: 220
                        C: HELO x
                        S: 250
                        C: MAIL FROM:<a@anywhere.example>
                        S: 250
                        C: RCPT TO:<whoever@some.where.example>
                        S: 250
                        C: DATA
                        S: 354
                        C: Subject: one
                        C: .
                        S: 250
                        """);
            }
            try (Dialogue dialogue = Dialogue.with(ports.get("pop3").getAsInt())) {
                dialogue.talk("""
                        S: +OK
                        C: USER whoever@some.where.example
                        S: +OK
                        C: PASS secret
                        S: +OK
                        C: STAT
                        S: +OK 1
                        """);
            }
            if (bySignal) {
                process.destroy();
            } else {
                process.getOutputStream().close();
            }
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
            assertFalse(Files.exists(home));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void faultsAndTheClockAreAtOnesDisposal() throws Exception {
        Process process = start("--clock", "2x");
        try {
            JsonObject ports = ports(process);
            String home = ports.get("home").getAsString();
            CommandRun added = CommandRun.run(
                    "--home", home, "fault", "add", "rcpt", "bob@*", "451", "4.2.1", "try later", "times", "1");
            assertEquals("fault 1: rcpt bob@* 451 4.2.1 \"try later\" times 1\n", added.out(), added.err());
            assertEquals(
                    1,
                    CommandRun.run("--home", home, "fault", "add", "rcpt sometimes")
                            .exitCode());
            try (Dialogue dialogue = Dialogue.with(ports.get("smtp").getAsInt())) {
                dialogue.talk("""
                        S: 220
                        C: HELO x
                        S: 250
                        C: MAIL FROM:<>
                        S: 250
                        C: RCPT TO:<bob@a.example>
                        S= 451 4.2.1 try later
                        C: RCPT TO:<bob@a.example>
                        S: 250
                        """);
            }
            assertTrue(CommandRun.run("--home", home, "fault", "list").out().contains("(fitted 2 times, applied 1)"));
            assertTrue(CommandRun.run("--home", home, "fault", "list", "--json")
                    .out()
                    .startsWith("[{\"number\":1,"));
            assertEquals(
                    "1 fault is gone\n",
                    CommandRun.run("--home", home, "fault", "clear").out());
            assertEquals(
                    "no faults\n",
                    CommandRun.run("--home", home, "fault", "list").out());
            assertTrue(CommandRun.run("--home", home, "clock", "advance", "5d")
                    .out()
                    .startsWith("it is "));
            assertEquals(
                    1,
                    CommandRun.run("--home", home, "clock", "advance", "tomorrow")
                            .exitCode());
        } finally {
            process.destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aPeerPlaysItsScript() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "mailserver.cli.Main",
                        "fault",
                        "peer",
                        "rcpt *@slow.example 450 4.2.0 \"busy\" times 1; dot drop")
                .start();
        try {
            var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = out.readLine();
            assertTrue(line.startsWith("listening on 127.0.0.1:"), line);
            try (Dialogue dialogue = Dialogue.with(Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)))) {
                dialogue.talk("""
                        S: 220
                        C: EHLO x
                        S: 250-
                        """);
                await().until(() -> dialogue.line().startsWith("250 "));
                dialogue.talk("""
                        C: MAIL FROM:<>
                        S: 250
                        C: RCPT TO:<bob@slow.example>
                        S= 450 4.2.0 busy
                        C: RCPT TO:<bob@slow.example>
                        S: 250
                        C: DATA
                        S: 354
                        C: .
                        END
                        """);
            }
            assertTrue(out.readLine().contains("S: 220 peer.invalid"));
        } finally {
            process.destroyForcibly();
        }
        assertEquals(1, CommandRun.run("fault", "peer", "rcpt sometimes").exitCode());
    }
}
