package mailserver.cli.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mailserver.cli.CommandRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    @TempDir
    private Path home;

    @BeforeEach
    void configure() throws IOException {
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc/mailserver.toml"), """
            hostname = "mail.lan"
            domains = ["lan.example"]
            [peers]
            "peer.lab" = { host = "10.0.0.7:25", tls = "require" }
            "*.lab" = "10.0.0.8:25"
            """);
        Files.writeString(home.resolve("etc/accounts"), "ann@lan.example:{PLAIN}secret\n");
        Files.writeString(
                home.resolve("etc/aliases"), "team@lan.example: ann@lan.example, bob@peer.lab, carol@room7.lab\n");
    }

    @Test
    void theWayIsNamed() {
        assertEquals(
                List.of("ann@lan.example: delivered here, to the mailbox of ann@lan.example (an account)"),
                explain("ann@lan.example"));
        assertEquals(
                List.of(
                        "bob@peer.lab: queued for 10.0.0.7:25, only over TLS, with any certificate ([peers] \"peer.lab\")",
                        "peer.lab: up or down is not known while no server runs: 10.0.0.7:25",
                        "peer.lab: 0 messages wait"),
                explain("bob@peer.lab"));
        List<String> nobody = explain("x@y.example");
        assertEquals(1, nobody.size());
        assertTrue(nobody.getFirst().startsWith("x@y.example: refused, 550 5.1.2"), nobody::toString);
    }

    @Test
    void anAliasLeadsToSeveralServers() throws Exception {
        Files.createDirectories(home.resolve("maildir/queue"));
        Files.writeString(home.resolve("maildir/queue/paused"), "room7.lab\n");
        Files.writeString(home.resolve("maildir/queue/hello.eml"), "Subject: hi\n\n");
        Files.writeString(home.resolve("maildir/queue/hello.envelope"), "Sender: <>\nRecipient: <carol@room7.lab>\n");
        List<String> lines = explain("team@lan.example");
        assertEquals(
                List.of(
                        "peer.lab: up or down is not known while no server runs: 10.0.0.7:25",
                        "peer.lab: 0 messages wait",
                        "room7.lab: up or down is not known while no server runs: 10.0.0.8:25",
                        "room7.lab: 1 message waits; the domain is paused, so none goes out"),
                lines.subList(lines.size() - 4, lines.size()));
    }

    @Test
    void whoMaySendItIsAsked() {
        List<String> lines = explain("bob@peer.lab", "--from", "ann@lan.example");
        assertTrue(
                lines.get(1)
                        .startsWith("a stranger may not send it: MAIL FROM:<ann@lan.example> is answered 550 5.7.1"),
                lines::toString);
        assertTrue(
                lines.get(2).startsWith("a trusted host may send it: RCPT TO:<bob@peer.lab> is answered 250 2.1.5"),
                lines::toString);
        assertTrue(lines.get(3).startsWith("logged in as ann@lan.example may send it: RCPT TO:"), lines::toString);
        lines = explain("bob@peer.lab", "--from", "x@y.example");
        assertTrue(
                lines.get(1).startsWith("a stranger may not send it: RCPT TO:<bob@peer.lab> is answered 554 5.7.1"),
                lines::toString);
        assertTrue(lines.get(3).startsWith("logged in as ann@lan.example may not send it: MAIL"), lines::toString);
        assertTrue(explain("ann@lan.example", "--from", "<>").get(1).startsWith("a stranger may send it: "));
    }

    @Test
    void lookingMakesNoFolders() {
        explain("bob@peer.lab");
        assertFalse(Files.exists(home.resolve("maildir")));
    }

    private List<String> explain(String... args) {
        Object[] all = new Object[args.length + 3];
        all[0] = "--home";
        all[1] = home;
        all[2] = "explain";
        System.arraycopy(args, 0, all, 3, args.length);
        CommandRun commandRun = CommandRun.run(all);
        assertEquals(0, commandRun.exitCode(), commandRun.err());
        return commandRun.out().lines().toList();
    }
}
