package mailserver.cli.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import mailserver.cli.CommandRun;
import mailserver.cli.InBackground;
import mailserver.config.ServerFiles;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.DeliverBy;
import mailserver.mail.FutureRelease;
import mailserver.mail.MailParameters;
import mailserver.mail.Notify;
import mailserver.mail.OriginalRecipient;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.mail.Timing;
import mailserver.mail.Xtext;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.queue.files.QueueFolder;
import mailserver.smtp.Reply;
import mailserver.store.LockFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueCommandTest {
    private static final String ID = "1f3k9q0c2v2a0b";

    @TempDir
    private Path home;

    private QueueFolder folder;

    @BeforeEach
    void queueOne() throws Exception {
        folder = new QueueFolder(new ServerFiles(home).queue(), InstantSource.system());
        Path text = folder.tmp().resolve("text");
        Files.writeString(text, "Subject: hello\n\nHow are you?\n");
        var recipient = new RecipientState(
                Recipient.of(new Address("bob", "peer.lab")),
                RecipientState.Status.WAITING,
                2,
                Instant.now().plus(Duration.ofHours(3)),
                Optional.of(Instant.now()),
                Optional.empty(),
                Optional.of(Reply.of(450, 4, 1, "the mailbox is busy")),
                "");
        var entry = new QueueEntry(
                ID,
                Instant.now().minusSeconds(125),
                ReversePath.of(new Address("ann", "lan.example")),
                MailParameters.of(Body.EIGHT_BIT),
                false,
                false,
                "",
                List.of(recipient));
        folder.add(entry, text);
    }

    @Test
    void theTableHasARowForEachRecipient() {
        String table = queue().out();
        assertTrue(table.contains(ID), table);
        assertTrue(table.contains("<ann@lan.example>"), table);
        assertTrue(table.contains("bob@peer.lab"), table);
        assertTrue(table.startsWith("ID              SIZE  AGE"), table);
        assertTrue(table.contains("waits for a server to start; 450 4.4.1 the mailbox is busy"), table);
        assertTrue(table.contains("no server runs, so nothing is tried; \"bin/mailserver --home"), table);
        assertTrue(table.endsWith("1 message\n"), table);
    }

    @Test
    void jsonIsForPrograms() {
        JsonObject entry = JsonParser.parseString(queue("--json").out())
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();
        assertEquals(ID, entry.get("id").getAsString());
        assertEquals(29, entry.get("size").getAsInt());
        assertTrue(entry.get("age").getAsInt() >= 125);
        assertEquals("ann@lan.example", entry.get("sender").getAsString());
        JsonObject recipient = entry.getAsJsonArray("recipients").get(0).getAsJsonObject();
        assertEquals("waiting", recipient.get("status").getAsString());
        assertEquals(2, recipient.get("tries").getAsInt());
        assertEquals("450 4.4.1 the mailbox is busy", recipient.get("lastReply").getAsString());
        assertFalse(recipient.get("paused").getAsBoolean());
        assertFalse(recipient.has("down"));
    }

    @Test
    void theListCanBeNarrowed() {
        for (String[] some :
                List.of(new String[] {"--to", "PEER.lab"}, new String[] {"--from", "ann@lan.example"}, new String[] {
                    "--from", "Ann@LAN.example", "--to", "peer.lab"
                })) {
            assertTrue(queue(some).out().endsWith("1 message\n"), queue(some).out());
        }
        for (String[] none : List.of(
                new String[] {"--to", "lan.example"},
                new String[] {"--from", "<>"},
                new String[] {"--from", "bob@peer.lab"},
                new String[] {"--from", "ann@lan.example", "--to", "other.lab"})) {
            assertEquals("no such message is in the queue\n", queue(none).out());
        }
        assertEquals("[]\n", queue("--json", "--to", "other.lab").out());
    }

    @Test
    void whatNarrowsTheListDoesNotSeemToNarrowACommand() throws Exception {
        CommandRun commandRun = queue("--to", "other.lab", "remove", "--all");
        assertEquals(2, commandRun.exitCode());
        assertTrue(commandRun.err().startsWith("mailserver: write --to behind the command"), commandRun.err());
        assertEquals(1, commandRun.err().lines().count());
        assertEquals(ID, folder.load(ID).id());
    }

    @Test
    void aPausedDomainIsSeen() {
        assertEquals(
                "mail for peer.lab stays here until it is resumed\n",
                queue("pause", "Peer.LAB").out());
        String table = queue().out();
        assertTrue(table.contains("paused; 450 4.4.1 the mailbox is busy\n"), table);
        assertTrue(table.contains("\nmail for peer.lab is paused\n"), table);
        assertTrue(queue("--json").out().contains("\"paused\": true"));
        assertEquals(0, queue("resume", "peer.lab").exitCode());
        assertEquals(
                "mailserver: mail for peer.lab is not paused\n",
                queue("resume", "peer.lab").err());
        assertEquals(1, queue("resume", "peer.lab").exitCode());
        assertFalse(queue().out().contains("paused"));
    }

    @Test
    void aSelectionIsCounted() throws Exception {
        assertEquals("0 messages are held\n", queue("hold", "--to", "other.lab").out());
        assertEquals("0 messages are held\n", queue("hold", "--from", "<>").out());
        assertEquals("1 message is held\n", queue("hold", "--to", "peer.lab").out());
        assertEquals(
                "0 messages are tried as soon as a server runs\n",
                queue("retry", "--all").out());
        assertEquals(
                "1 message is released\n",
                queue("release", "--from", "ann@lan.example").out());
        assertEquals(
                "1 message is tried as soon as a server runs\n",
                queue("retry", "--all").out());
        assertEquals("1 message is removed\n", queue("remove", "--all").out());
        assertEquals("0 messages are removed\n", queue("remove", "--all").out());
    }

    @Test
    void withoutAServerItComesBackToItsSender() throws Exception {
        configure();
        Files.writeString(home.resolve("etc/accounts"), "ann@lan.example:{PLAIN}secret\n");
        assertEquals(ID + " is returned\n", queue("bounce", ID).out());
        assertEquals("the queue is empty\n", queue().out());
        try (var mail = Files.list(home.resolve("maildir/lan.example/ann/new"))) {
            String report = Files.readString(mail.findFirst().orElseThrow());
            assertTrue(report.contains("Final-Recipient: rfc822; bob@peer.lab"), report);
            assertTrue(report.contains("Action: failed"), report);
        }
    }

    @Test
    void showPrintsEnvelopeAndText() {
        String shown = queue("show", ID).out();
        assertTrue(shown.contains("Recipient: <bob@peer.lab>"), shown);
        assertTrue(shown.contains("How are you?"), shown);
    }

    @Test
    void whatTheSenderAskedForIsShown() throws Exception {
        QueueEntry entry = folder.load(ID);
        var asked = new MailParameters(
                        Body.EIGHT_BIT, true, Optional.of(MailParameters.Return.HDRS), Xtext.parse("QQ+2B1"))
                .requiringTls(true)
                .timed(new Timing(
                        FutureRelease.parse("2026-03-01T11:15:30Z for;60"),
                        DeliverBy.parse("2026-03-01T12:15:30Z R"),
                        4));
        var bob = new Recipient(
                new Address("bob", "peer.lab"),
                Notify.parse("SUCCESS,DELAY").orElseThrow(),
                OriginalRecipient.parse("rfc822;team@lan.example"));
        var relayed = new RecipientState(
                bob,
                RecipientState.Status.RELAYED,
                1,
                Instant.now(),
                Optional.of(Instant.now()),
                Optional.empty(),
                Optional.empty(),
                "");
        folder.update(new QueueEntry(ID, entry.arrived(), entry.sender(), asked, false, false, "", List.of(relayed)));
        String shown = queue("show", ID).out();
        for (String line : List.of(
                "Smtputf8: yes",
                "Requiretls: yes",
                "Release: 2026-03-01T11:15:30Z for;60",
                "Deliver-By: 2026-03-01T12:15:30Z R",
                "Priority: 4",
                "Ret: HDRS",
                "Envid: QQ+2B1",
                "Notify: SUCCESS,DELAY",
                "Orcpt: rfc822;team@lan.example")) {
            assertTrue(shown.contains("\n" + line + "\n"), shown);
        }
        JsonObject json =
                JsonParser.parseString(queue("show", "--json", ID).out()).getAsJsonObject();
        assertTrue(json.get("smtputf8").getAsBoolean());
        assertTrue(json.get("requiretls").getAsBoolean());
        assertEquals(4, json.get("priority").getAsInt());
        assertEquals("2026-03-01T11:15:30Z", json.get("release").getAsString());
        assertEquals("2026-03-01T12:15:30Z", json.get("deliverBy").getAsString());
        assertEquals("R", json.get("deliverByMode").getAsString());
        assertEquals("HDRS", json.get("ret").getAsString());
        assertEquals("QQ+2B1", json.get("envid").getAsString());
        JsonObject recipient = json.getAsJsonArray("recipients").get(0).getAsJsonObject();
        assertEquals("SUCCESS,DELAY", recipient.get("notify").getAsString());
        assertEquals("rfc822;team@lan.example", recipient.get("orcpt").getAsString());
        assertFalse(recipient.has("nextTry"));
        assertTrue(queue().out().contains("relayed, the report is due"), queue().out());
    }

    @Test
    void withoutAServerTheFilesAreChanged() throws Exception {
        assertEquals(0, queue("hold", ID).exitCode());
        assertTrue(folder.load(ID).held());
        assertTrue(queue().out().contains("held"));
        assertEquals(1, queue("retry", ID).exitCode(), "it is held");
        assertEquals(0, queue("release", ID).exitCode());
        assertFalse(folder.load(ID).held());
        assertEquals(0, queue("retry", ID).exitCode());
        assertFalse(folder.load(ID).recipients().getFirst().nextTry().isAfter(Instant.now()));
        assertEquals(0, queue("remove", ID).exitCode());
        assertTrue(queue().out().contains("the queue is empty"));
    }

    @Test
    void withoutAServerNothingIsBeingTried() throws Exception {
        QueueEntry entry = folder.load(ID);
        var trying = new RecipientState(
                Recipient.of(new Address("bob", "peer.lab")),
                RecipientState.Status.TRYING,
                3,
                Instant.now(),
                Optional.of(Instant.now()),
                Optional.empty(),
                Optional.empty(),
                "");
        folder.update(new QueueEntry(
                ID,
                entry.arrived(),
                entry.sender(),
                MailParameters.of(Body.EIGHT_BIT),
                false,
                false,
                "",
                List.of(trying)));
        assertTrue(queue().out().contains("was being tried"), queue().out());
        LockFile lock = lock();
        try (lock) {
            assertTrue(queue().out().contains("trying"), queue().out());
            assertEquals(ID + " is being tried already\n", queue("retry", ID).out());
        }
    }

    private LockFile lock() throws Exception {
        Files.createDirectories(home.resolve("maildir/run"));
        return LockFile.tryAcquire(new ServerFiles(home).lock()).orElseThrow();
    }

    @Test
    void retryAllMakesEverythingDue() throws Exception {
        assertEquals(0, queue("retry", "--all").exitCode());
        assertFalse(folder.load(ID).recipients().getFirst().nextTry().isAfter(Instant.now()));
    }

    @Test
    void whoeverHoldsTheHomeIsNotDisturbed() throws Exception {
        Files.createDirectories(home.resolve("maildir/run"));
        LockFile lock = LockFile.tryAcquire(new ServerFiles(home).lock()).orElseThrow();
        try (lock) {
            assertEquals(1, queue("remove", ID).exitCode());
        }
        assertEquals(ID, folder.load(ID).id());
    }

    @Test
    void withAServerTheChangesGoThroughIt() throws Exception {
        queue("hold", ID);
        configure();
        try (var server = new InBackground(home, "run", "--home", home.toString())) {
            assertTrue(server.err().isEmpty() || server.err().startsWith("warning"), server.err());
            assertTrue(CommandRun.run("status", "--home", home).out().contains("queue     1 messages"));
            assertEquals(0, queue("release", ID).exitCode());
            assertFalse(folder.load(ID).held());
            assertEquals(0, queue("hold", ID).exitCode());
            assertTrue(folder.load(ID).held());
            assertEquals(0, queue("retry", "--all").exitCode());
            assertTrue(queue().out().contains("held"), queue().out());
            assertEquals(
                    "1 message is released\n",
                    queue("release", "--to", "peer.lab").out());
            await().untilAsserted(() -> {
                String table = queue().out();
                assertTrue(table.contains("  peer 127.0.0.1:1 down for "), table);
                assertTrue(table.contains("\npeer 127.0.0.1:1 down for "), table);
                assertTrue(table.contains("1 message waits for it\n1 message\n"), table);
            });
            JsonObject recipient = JsonParser.parseString(
                            queue("show", "--json", ID).out())
                    .getAsJsonObject()
                    .getAsJsonArray("recipients")
                    .get(0)
                    .getAsJsonObject();
            JsonObject down = recipient.getAsJsonObject("down");
            assertEquals("127.0.0.1:1", down.get("hop").getAsString());
            assertFalse(down.get("why").getAsString().isEmpty());
            assertTrue(queue("show", ID).out().contains("\n# <bob@peer.lab>: peer 127.0.0.1:1 down for "));
            String explained =
                    CommandRun.run("explain", "x@peer.lab", "--home", home).out();
            assertTrue(explained.contains("peer.lab: peer 127.0.0.1:1 down for "), explained);
            assertTrue(explained.endsWith("peer.lab: 1 message waits\n"), explained);
            assertEquals(0, queue("pause", "peer.lab").exitCode());
            assertTrue(queue().out().contains("  paused; "), queue().out());
            assertEquals(0, queue("resume", "peer.lab").exitCode());
            CommandRun removed = queue("remove", ID);
            assertEquals(ID + " is removed\n", removed.out());
            assertEquals("the queue is empty\n", queue().out());
        }
    }

    private void configure() throws IOException {
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc/mailserver.toml"), """
            hostname = "mail.lan"
            domains = ["lan.example"]
            [smtp]
            listen = ["127.0.0.1:0"]
            [submission]
            listen = []
            listen_tls = []
            [pop3]
            listen_tls = []
            listen = []
            [peers]
            "peer.lab" = "127.0.0.1:1"
            """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "log", "retry", "hold", "release", "remove", "bounce"})
    void anUnknownMessageIsAnError(String command) {
        for (String id : List.of("abc", "../../etc/passwd", "a b", "")) {
            CommandRun commandRun = queue(command, id);
            assertEquals(1, commandRun.exitCode());
            assertEquals(1, commandRun.err().lines().count());
        }
    }

    private CommandRun queue(String... args) {
        Object[] all = new Object[args.length + 3];
        all[0] = "--home";
        all[1] = home;
        all[2] = "queue";
        System.arraycopy(args, 0, all, 3, args.length);
        return CommandRun.run(all);
    }
}
