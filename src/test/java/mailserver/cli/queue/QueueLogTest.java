package mailserver.cli.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import mailserver.cli.CommandRun;
import mailserver.mail.MessageIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueLogTest {
    @TempDir
    private Path home;

    private final String id = id("2026-03-10T12:00:00Z");
    private final String report = id("2026-03-14T11:00:00Z");

    @Test
    void theLifeOfAMessageIsInSeveralFiles() throws Exception {
        List<String> life = List.of(
                "2026-03-12 10:00:00.000 INFO  " + id + ": received from mail.lab [10.0.0.7]",
                "2026-03-12 10:00:00.001 INFO  " + id + ": queued for <bob@peer.lab>",
                "2026-03-12 10:00:03.000 ERROR " + id + ": an unexpected fault in the delivery",
                "java.lang.IllegalStateException: oh",
                "\tat somewhere",
                "2026-03-14 11:00:00.000 INFO  " + id + ": <bob@peer.lab> refused: 550 5.1.1 nobody",
                "2026-03-14 11:00:00.001 INFO  " + id + ": reported failed to <ann@lan.example> as " + report);
        log(
                "2026-03-12.0",
                "2026-03-09 09:00:00.000 INFO  started",
                life.get(0),
                life.get(1),
                "2026-03-12 10:00:02.000 INFO  x" + id + ": another one",
                life.get(2),
                life.get(3),
                life.get(4),
                "2026-03-12 10:00:05.000 INFO  queue: a peer is down");
        Path newest = log("2026-03-14.0", life.get(5), life.get(6));
        log("2026-03-12.1", "2026-03-13 00:00:00.000 INFO  nothing");
        Files.createLink(home.resolve("maildir/log/mailserver.log"), newest);
        CommandRun told = tell(id);
        assertEquals(0, told.exitCode());
        assertEquals(life, told.out().lines().toList());
        assertEquals(
                life.getLast(), tell(report).out().lines().reduce((a, b) -> b).orElseThrow());
    }

    @Test
    void aLogInJsonTellsTheSame() throws Exception {
        String begin = LocalDateTime.parse("2026-03-09T10:00:00")
                .atZone(ZoneId.systemDefault())
                .toInstant()
                .toString();
        String line = "{\"time\":\"%s\",\"level\":\"%s\",\"message\":\"%s\"}";
        log(
                "2026-03-12.0",
                line.formatted(begin, "info", "msg=started"),
                "{\"time\":\"" + begin + "\",\"level\":\"error\",\"message\":\"id=" + id
                        + " msg=\\\"an unexpected fault\\\"\",\"thread\":\"x\",\"exception\":\"java.lang.Error: oh\\n\\tat somewhere\"}",
                line.formatted(begin, "info", "id=x" + id + " status=removed"),
                "{\"time\":\"" + begin + "\",\"lev");
        log("2026-03-14.0", "2026-03-14 11:00:00.000 INFO  id=" + id + " status=removed");
        assertEquals(
                List.of(
                        "2026-03-09 10:00:00.000 ERROR id=" + id + " msg=\"an unexpected fault\"",
                        "java.lang.Error: oh",
                        "\tat somewhere",
                        "2026-03-14 11:00:00.000 INFO  id=" + id + " status=removed"),
                tell(id).out().lines().toList());
    }

    @Test
    void whatIsOlderThanTheLogIsSaid() throws Exception {
        log("2026-03-14.0", "2026-03-14 11:00:00.000 INFO  " + id + ": left the queue");
        String told = tell(id).out();
        assertTrue(
                told.startsWith(
                        "(the message is older than the log, which goes back to 2026-03-14 11:00:00.000 only)\n"),
                told);
        assertEquals(2, told.lines().count());
    }

    @Test
    void aNameOfAPersonIsOneOnlyWhereALineIsAboutIt() throws Exception {
        log(
                "2026-03-14.0",
                "2026-03-14 11:00:00.000 INFO  stopping",
                "2026-03-14 11:00:00.001 INFO  hello: came into the queue from outside",
                "2026-03-14 11:00:00.002 INFO  somebody says hello: to us");
        assertEquals(
                "2026-03-14 11:00:00.001 INFO  hello: came into the queue from outside\n",
                tell("hello").out());
    }

    @Test
    void octetsThatAreNoTextDoNoHarm() throws Exception {
        Path log = log("2026-03-14.0", "2026-03-14 11:00:00.000 INFO  hello: x");
        Files.write(log, "2026-03-14 11:00:00.000 INFO  hello: \u00ff\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(0, tell("hello").exitCode());
    }

    @Test
    void whereNothingIsKnownItSaysWhy() throws Exception {
        CommandRun none = tell(id);
        assertEquals(1, none.exitCode());
        assertTrue(none.err().contains("there is no log in "), none.err());
        log("2026-03-14.0", "2026-03-14 11:00:00.000 INFO  stopping");
        CommandRun unknown = tell(id);
        assertEquals(1, unknown.exitCode());
        assertTrue(unknown.err().contains("it goes back to 2026-03-14 11:00:00.000"), unknown.err());
        assertEquals(1, unknown.err().lines().count());
    }

    @Test
    void whoseLogGoesToTheJournalIsSentThere() throws Exception {
        Files.writeString(
                Files.createDirectories(home.resolve("etc")).resolve("mailserver.toml"),
                "[log]\nformat = \"journald\"\n");
        String hint = "; it may be in the journal: journalctl -t mailserver --grep=" + id;
        CommandRun none = tell(id);
        assertTrue(none.err().contains(hint), none.err());
        log("2026-03-14.0", "2026-03-14 11:00:00.000 INFO  stopping");
        CommandRun unknown = tell(id);
        assertTrue(unknown.err().contains(hint), unknown.err());
    }

    private static String id(String time) {
        return new MessageIds(InstantSource.fixed(Instant.parse(time))).next();
    }

    private CommandRun tell(String which) {
        return CommandRun.run("queue", "log", which, "--home", home);
    }

    private Path log(String name, String... lines) throws IOException {
        Path folder = Files.createDirectories(home.resolve("maildir/log"));
        return Files.write(folder.resolve("mailserver." + name + ".log"), List.of(lines));
    }
}
