package mailserver.cli.queue;

import static mailserver.cli.CommandRun.run;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import mailserver.Dialogue;
import mailserver.cli.CommandRun;
import mailserver.cli.InBackground;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes, and commands in the home of one about mail that the other has. */
@Timeout(120)
class ClusterQueueTest {
    @TempDir
    Path folder;

    private Path a;
    private Path b;
    private InBackground first;
    private InBackground second;

    @BeforeEach
    void startBoth() throws Exception {
        Path etc = Files.createDirectories(folder.resolve("shared/etc"));
        Path accounts = Files.createFile(
                etc.resolve("accounts"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(accounts, "alice@here.example:{PLAIN}secret\n");
        Files.writeString(etc.resolve("aliases"), "postmaster@here.example: alice@here.example\n");
        a = home("a");
        b = home("b");
        first = new InBackground(a, "run", "--home", a.toString());
        second = new InBackground(b, "run", "--home", b.toString());
    }

    @AfterEach
    void stopBoth() {
        second.close();
        first.close();
    }

    private Path home(String name) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc/mailserver.toml"), """
                hostname = "mail.here.example"
                domains = ["here.example"]
                [smtp]
                listen = ["127.0.0.1:0"]
                [submission]
                listen = []
                listen_tls = []
                [pop3]
                listen = []
                listen_tls = []
                [peers]
                "other.example" = "127.0.0.1:1"
                [cluster]
                node = "%s"
                shared = "%s"
                """.formatted(name, folder.resolve("shared")));
        return home;
    }

    private String sendOverFirst() throws IOException {
        sendOver(first);
        await().until(() -> !envelopes("a").isEmpty());
        String name = envelopes("a").getFirst().getFileName().toString();
        return name.substring(0, name.indexOf('.'));
    }

    private static void sendOver(InBackground node) throws IOException {
        try (var client = Dialogue.with(node.port("smtp"))) {
            client.expect("220");
            client.send("HELO here").expect("250");
            client.send("MAIL FROM:<alice@here.example>").expect("250");
            client.send("RCPT TO:<bob@other.example>").expect("250");
            client.send("DATA").expect("354");
            client.send("Subject: hello")
                    .send("")
                    .send("How are you?")
                    .send(".")
                    .expect("250");
            client.send("QUIT").expect("221");
        }
    }

    private List<Path> envelopes(String node) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("shared/nodes/" + node + "/queue"))) {
            return files.filter(file -> file.toString().endsWith(".envelope")).toList();
        }
    }

    private String envelope() throws IOException {
        return Files.readString(envelopes("a").getFirst());
    }

    @Test
    void whatOneNodeHasEachShowsAndOrdersReachIt() throws Exception {
        String id = sendOverFirst();
        String table = run("queue", "--home", b).out();
        assertTrue(table.startsWith("NODE  ID"), table);
        assertTrue(table.contains("\na     " + id), table);
        assertEquals(
                "a",
                JsonParser.parseString(run("queue", "--json", "--home", b).out())
                        .getAsJsonArray()
                        .get(0)
                        .getAsJsonObject()
                        .get("node")
                        .getAsString());
        assertTrue(run("queue", "show", id, "--home", b).out().contains("How are you?"));
        assertEquals(new CommandRun(0, id + " is held\n", ""), run("queue", "hold", id, "--home", b));
        assertTrue(envelope().contains("\nHeld: yes\n"), envelope());
        assertEquals(0, run("queue", "release", "--all", "--home", b).exitCode());
        assertTrue(envelope().contains("\nHeld: no\n"), envelope());
        assertEquals(new CommandRun(0, id + " is removed\n", ""), run("queue", "remove", id, "--home", b));
        assertEquals(List.of(), envelopes("a"));
        assertEquals(1, run("queue", "remove", id, "--home", b).exitCode());
    }

    @Test
    void aPauseIsForAllNodes() throws Exception {
        assertEquals(0, run("queue", "pause", "other.example", "--home", b).exitCode());
        for (String node : List.of("a", "b")) {
            String paused = Files.readString(folder.resolve("shared/nodes/" + node + "/queue/paused"));
            assertTrue(paused.contains("other.example"), node + ": " + paused);
        }
        CommandRun resumed = run("queue", "resume", "other.example", "--home", a);
        assertEquals(
                "mail for other.example goes out again\nnode b: mail for other.example goes out again\n",
                resumed.out());
        assertFalse(
                Files.readString(folder.resolve("shared/nodes/b/queue/paused")).contains("other.example"));
    }

    @Test
    void aNodeIsToldThatAHopIsDown() throws Exception {
        sendOver(first);
        Path hints = folder.resolve("shared/nodes/a/hops");
        await().until(() -> Files.exists(hints) && Files.readString(hints).contains("127.0.0.1:1\t"));
        // It may take a second until the other one has read it; before that it finds out for itself.
        await().until(() -> {
            sendOver(second);
            return run("queue", "--home", b).out().contains("down for");
        });
        Files.writeString(hints, "\0 not a hint\n");
        assertEquals(0, run("queue", "--home", b).exitCode());
    }
}
