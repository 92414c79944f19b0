package mailserver.server;

import static mailserver.server.Letters.only;
import static mailserver.server.Letters.until;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import mailserver.Dialogue;
import mailserver.TestServer;
import mailserver.smtp.ScriptedPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail for later (RFC 4865), from the client to the mailbox. */
class FutureReleaseTest {
    @TempDir
    Path home;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private ScriptedPeer peer;
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        peer = ScriptedPeer.start(List.of("FUTURERELEASE 60 2030-01-01T00:00:00Z"));
        server = TestServer.start(
                home, "here.example", "[peers]\n\"other.example\" = \"127.0.0.1:%d\"\n".formatted(peer.port()));
        restart();
    }

    private void restart() {
        server.close();
        server.start(ServerOptions.DEFAULT.withClock(now::get));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        peer.close();
    }

    @Test
    void rfc4865_4_2_nobody_has_it_before_and_everybody_at_its_time() throws IOException {
        send("HOLDFOR=3600");
        // RFC 4865 §4.2 item 5 knows of no exception for a server that was switched off and on.
        restart();
        now.set(now.get().plus(Duration.ofSeconds(3599)));
        server.server().queue().wake();
        send("MT-PRIORITY=1");
        until(() -> peer.messages().size() == 1
                && server.mail("here.example", "alice").size() == 1);
        until(() -> server.queued().size() == 1);
        String entry = TestServer.text(server.queued().getFirst());
        assertTrue(entry.contains(" for;3600\n"), entry);
        assertTrue(entry.contains("Recipient: <alice@here.example>\n"), entry);
        assertTrue(entry.contains("Recipient: <carl@other.example>\n"), entry);
        now.set(now.get().plus(Duration.ofSeconds(1)));
        server.server().queue().wake();
        until(() -> peer.messages().size() == 2
                && server.mail("here.example", "alice").size() == 2);
        until(() -> server.queued().isEmpty());
        // The time was spent here: nothing of it is handed on.
        assertTrue(peer.heard().stream().noneMatch(line -> line.contains("HOLD")), peer.heard()::toString);
    }

    @Test
    void a_time_that_is_over_is_now() throws IOException {
        send("HOLDUNTIL=2001-01-01T00:00:00Z");
        String stored = only(server, "here.example", "alice");
        assertTrue(stored.endsWith("\nSubject: later\n\nHello.\n"), stored);
        until(() -> server.queued().isEmpty());
    }

    private void send(String parameter) throws IOException {
        try (var client = Dialogue.with(server.smtpPort())) {
            client.expectReply(220);
            client.send("EHLO client.example").expectReply(250);
            client.talk("""
                    C: MAIL FROM:<bob@here.example> %s
                    S: 250
                    C: RCPT TO:<alice@here.example>
                    S: 250
                    C: RCPT TO:<carl@other.example>
                    S: 250
                    C: DATA
                    S: 354
                    C: Subject: later
                    C:
                    C: Hello.
                    C: .
                    S: 250
                    C: QUIT
                    S: 221
                    """.formatted(parameter));
        }
    }
}
