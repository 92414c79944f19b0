package mailserver.smtp.client;

import static mailserver.smtp.client.Sending.ANN;
import static mailserver.smtp.client.Sending.BOB;
import static mailserver.smtp.client.Sending.assertDelivered;
import static mailserver.smtp.client.Sending.deferral;
import static mailserver.smtp.client.Sending.deliver;
import static mailserver.smtp.client.Sending.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.ScriptedPeer.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that decide for what they begin with, and are quoted as they are. */
@Execution(ExecutionMode.CONCURRENT)
class SmtpClientReplyTest {
    private static final String LONG = "x".repeat(9_000);

    @ParameterizedTest
    @ValueSource(strings = {"PIPELINING", "CHUNKING", "X-NOTHING"})
    void rfc5321_4_5_3_1_5_anOverlongYesIsAYes(String extension) throws IOException {
        for (String[] yes : List.of(
                new String[] {"250 " + LONG},
                new String[] {"250-" + LONG, "250-2.0.0 " + LONG, "250 " + LONG},
                // As many octets as are read of a line, and one more: the CR of its end is none of them.
                new String[] {"250 " + "x".repeat(2044)},
                new String[] {"250 " + "x".repeat(2045)})) {
            try (var peer = ScriptedPeer.start(List.of(extension), new Fault.Answer(".", yes))) {
                assertDelivered(deliver(peer, ANN), ANN);
                assertEquals(1, peer.messages().size());
                // It was read to its end, and no word of it is taken for the next reply.
                assertEquals("QUIT", peer.heard().getLast());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PIPELINING", "X-NOTHING"})
    void theReplyBehindAnOverlongOneIsTheNextOne(String extension) throws IOException {
        try (var peer = ScriptedPeer.start(
                List.of(extension),
                new Fault.Answer("EHLO", "250-peer.example " + LONG, "250 " + extension),
                new Fault.Answer("MAIL", "250-" + LONG, "250 " + LONG),
                new Fault.Answer("RCPT TO:<ann@", "550-5.1.1 " + LONG, "550 5.1.1 " + LONG),
                new Fault.Answer("RCPT TO:<bob@", "250 " + LONG))) {
            DeliveryResult delivery = deliver(peer, ANN, BOB);
            assertEquals("5.1.1", refusal(delivery, ANN).fullStatus());
            assertDelivered(delivery, BOB);
        }
    }

    @Test
    void anOverlongNoIsANo() throws IOException {
        try (var peer = ScriptedPeer.start(List.of(), new Fault.Answer(".", "554 5.6.0 " + LONG))) {
            Reply reply = refusal(deliver(peer, ANN), ANN);
            assertEquals("5.6.0", reply.fullStatus());
            assertEquals("554 5.6.0 " + "x".repeat(2038), reply.toString());
        }
        try (var peer = ScriptedPeer.start(List.of(), new Fault.Answer("MAIL", "451 " + LONG))) {
            assertEquals(
                    451, deferral(deliver(peer, ANN), ANN).reply().orElseThrow().code());
        }
    }

    @Test
    void aReplyOfManyLinesDecidesByItsLast() throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 3_000; i++) {
            lines.add("250-line " + i);
        }
        lines.add("250 2.0.0 taken at last");
        try (var peer = ScriptedPeer.start(List.of(), new Fault.Answer(".", lines.toArray(String[]::new)))) {
            var delivered =
                    (RecipientOutcome.Delivered) deliver(peer, ANN).to(ANN).orElseThrow();
            List<String> kept = delivered.reply().wireLines();
            assertEquals("250 2.0.0 taken at last", kept.getLast());
            assertTrue(kept.size() < 1_000, () -> kept.size() + " lines in memory");
        }
    }

    /** RFC 2034 §4: the class is the code's. RFC 3461 §9.2: what is quoted is what was said. */
    @Test
    void aStatusOfAnotherClassIsReadByTheCodeAndQuotedAsItIs() throws IOException {
        try (var peer = ScriptedPeer.start(
                List.of(),
                new Fault.Answer("RCPT TO:<ann@", "550 4.7.1 policy says  no"),
                new Fault.Answer("RCPT TO:<bob@", "450 5.7.1 greylisted"))) {
            DeliveryResult delivery = deliver(peer, ANN, BOB);
            assertEquals("5.7.1", refusal(delivery, ANN).fullStatus());
            assertEquals("550 4.7.1 policy says  no", refusal(delivery, ANN).toString());
            RecipientOutcome.Deferred deferred = deferral(delivery, BOB);
            assertEquals(Optional.of("4.7.1"), deferred.reply().map(Reply::fullStatus));
            assertEquals(
                    "RCPT TO:<bob@peer.example> was answered 450 5.7.1 greylisted",
                    deferred.why().replaceFirst(" NOTIFY=\\S+", ""));
        }
    }
}
