package mailserver.smtp.client;

import static mailserver.smtp.client.Sending.ANN;
import static mailserver.smtp.client.Sending.BOB;
import static mailserver.smtp.client.Sending.PATIENT;
import static mailserver.smtp.client.Sending.TEXT;
import static mailserver.smtp.client.Sending.assertDelivered;
import static mailserver.smtp.client.Sending.client;
import static mailserver.smtp.client.Sending.deferral;
import static mailserver.smtp.client.Sending.envelope;
import static mailserver.smtp.client.Sending.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.ScriptedPeer.Fault;
import mailserver.smtp.client.connection.ClientProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several messages over one connection. */
class PeerSessionTest {
    @TempDir
    private Path folder;

    private final SmtpClient client = client(PATIENT);
    private Path eml;

    @BeforeEach
    void write() throws IOException {
        eml = Files.writeString(folder.resolve("a.eml"), TEXT);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private PeerSession session(ScriptedPeer peer) {
        return assertInstanceOf(ContactResult.Made.class, client.contact(peer.asPeer()))
                .session();
    }

    private static long connections(ScriptedPeer peer) {
        return peer.heard().stream().filter(line -> line.startsWith("EHLO")).count();
    }

    @Test
    void oneAfterTheOtherWithRsetBetween() throws IOException {
        for (String extension : List.of("PIPELINING", "CHUNKING", "X-NOTHING")) {
            try (var peer = ScriptedPeer.start(List.of(extension))) {
                try (PeerSession session = session(peer)) {
                    for (int i = 0; i < 3; i++) {
                        assertDelivered(session.deliver(envelope(ANN, BOB), eml), ANN, BOB);
                        assertTrue(session.isOpen());
                    }
                }
                assertEquals(3, peer.messages().size());
                assertEquals(1, connections(peer));
                assertEquals(2, peer.heard().stream().filter("RSET"::equals).count());
                assertEquals("QUIT", peer.heard().getLast());
            }
        }
    }

    @Test
    void afterARefusalTheConnectionGoesOn() throws IOException {
        for (String step : List.of("MAIL", "RCPT", "DATA", ".")) {
            try (var peer = ScriptedPeer.start(
                            List.of("PIPELINING"), new Fault.AnswerOnce(step, 1, "550 5.7.1 not this"));
                    PeerSession session = session(peer)) {
                assertEquals(
                        550, refusal(session.deliver(envelope(ANN), eml), ANN).code());
                assertTrue(session.isOpen());
                assertDelivered(session.deliver(envelope(ANN), eml), ANN);
                assertEquals(1, connections(peer));
            }
        }
    }

    @Test
    void aPeerThatHasClosedMeanwhileIsAskedAnew() throws IOException {
        for (Fault fault : List.of(
                new Fault.Drop("RSET"),
                new Fault.AnswerAndDrop("RSET", "421 4.4.2 idle for too long"),
                new Fault.Answer("RSET", "500 what?"))) {
            try (var peer = ScriptedPeer.start(List.of("PIPELINING"), fault);
                    PeerSession session = session(peer)) {
                assertDelivered(session.deliver(envelope(ANN), eml), ANN);
                assertDelivered(session.deliver(envelope(BOB), eml), BOB);
                assertTrue(session.isOpen());
                assertEquals(2, connections(peer));
                assertEquals(2, peer.messages().size());
            }
        }
    }

    @Test
    void aBrokenConnectionIsNoMoreOpen() throws IOException {
        for (Fault fault : List.of(new Fault.Drop("."), new Fault.AnswerAndDrop("RCPT", "421 shutting down"))) {
            try (var peer = ScriptedPeer.start(List.of("PIPELINING"), fault);
                    PeerSession session = session(peer)) {
                deferral(session.deliver(envelope(ANN), eml), ANN);
                assertFalse(session.isOpen());
            }
        }
    }

    @Test
    void rfc9422_section4_1_noMoreTransactionsThanThePeerTakes() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("LIMITS MAILMAX=2"));
                PeerSession session = session(peer)) {
            assertDelivered(session.deliver(envelope(ANN), eml), ANN);
            assertTrue(session.isOpen());
            assertDelivered(session.deliver(envelope(ANN), eml), ANN);
            assertFalse(session.isOpen());
        }
    }

    @Test
    void aPeerThatLiesAboutChunkingIsRememberedForTheConnection() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("CHUNKING"), new Fault.TakesChunksForCommands());
                PeerSession session = session(peer)) {
            assertDelivered(session.deliver(envelope(ANN), eml), ANN);
            assertDelivered(session.deliver(envelope(ANN), eml), ANN);
            assertEquals(2, connections(peer));
        }
    }

    @Test
    void whatKeepsFromAPeerIsTold() throws IOException {
        try (var peer = ScriptedPeer.start(List.of(), new Fault.Refuse())) {
            assertFalse(failed(peer).greeted());
            assertFalse(failed(peer).tried().isEmpty());
        }
        try (var peer = ScriptedPeer.start(List.of(), new Fault.Answer("GREETING", "450 later"))) {
            assertFalse(failed(peer).greeted());
        }
        try (var peer = ScriptedPeer.start(List.of(), new Fault.Answer("EHLO", "450 later"))) {
            assertTrue(failed(peer).greeted());
        }
    }

    private ContactResult.Failed failed(ScriptedPeer peer) {
        return assertInstanceOf(ContactResult.Failed.class, client.contact(peer.asPeer()));
    }

    @Test
    void aProbeSaysHelloAndGoodbyeAndNothingElse() throws IOException {
        var probe = new ClientProbe(Duration.ofSeconds(20));
        try (var peer = ScriptedPeer.start(List.of())) {
            assertTrue(probe.greets(peer.asPeer()));
            assertEquals(List.of("QUIT"), peer.heard());
        }
        for (Fault fault : List.of(
                new Fault.Refuse(),
                new Fault.Drop("GREETING"),
                new Fault.Answer("GREETING", "421 not now"),
                new Fault.Answer("GREETING", "SSH-2.0-OpenSSH"))) {
            try (var peer = ScriptedPeer.start(List.of(), fault)) {
                assertFalse(probe.greets(peer.asPeer()));
            }
        }
    }
}
