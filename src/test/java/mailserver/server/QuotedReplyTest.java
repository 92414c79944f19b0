package mailserver.server;

import static mailserver.server.Letters.letter;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import mailserver.Dialogue;
import mailserver.TestServer;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.ScriptedPeer.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a peer said, wherever it is to be read. */
class QuotedReplyTest {
    @TempDir
    private Path home;

    @Test
    void rfc3464_2_3_6_a_peer_is_quoted_in_its_own_words() throws Exception {
        try (var peer = ScriptedPeer.start(
                        List.of(),
                        new Fault.Answer("RCPT TO:<no@", "550-4.7.1 policy  says", "550 no"),
                        new Fault.Answer("RCPT TO:<later@", "450 5.7.1 greylisted"));
                var server = TestServer.start(
                        home, "here.example", "[peers]", "\"peer.example\" = \"127.0.0.1:" + peer.port() + "\"")) {
            try (var smtp = Dialogue.with(server.smtpPort())) {
                smtp.expect("220");
                smtp.send("MAIL FROM:<bob@here.example>").expect("250");
                smtp.send("RCPT TO:<no@peer.example>").expect("250");
                smtp.send("RCPT TO:<later@peer.example>").expect("250");
                smtp.send("DATA").expect("354");
                smtp.sendRaw(Letters.wire(letter("quoted")) + ".\r\n").expect("250");
            }
            String report = Letters.only(server, "here.example", "bob");
            assertTrue(report.contains("\nStatus: 5.7.1\n"), report);
            assertTrue(
                    report.replace("\n ", " ").contains("\nDiagnostic-Code: smtp; 550-4.7.1 policy  says 550 no\n"),
                    report);
            assertTrue(report.contains("\n    550-4.7.1 policy  says\n    550 no\n"), report);
            await().untilAsserted(() -> {
                String entry = TestServer.text(server.queued().getFirst());
                assertTrue(entry.contains("\nLast-Reply: 450 5.7.1 greylisted\n"), entry);
            });
        }
    }
}
