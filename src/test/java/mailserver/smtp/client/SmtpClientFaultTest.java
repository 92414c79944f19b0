package mailserver.smtp.client;

import static mailserver.smtp.client.Sending.ANN;
import static mailserver.smtp.client.Sending.BOB;
import static mailserver.smtp.client.Sending.HASTY;
import static mailserver.smtp.client.Sending.PATIENT;
import static mailserver.smtp.client.Sending.TEXT;
import static mailserver.smtp.client.Sending.assertDelivered;
import static mailserver.smtp.client.Sending.client;
import static mailserver.smtp.client.Sending.deferral;
import static mailserver.smtp.client.Sending.deliver;
import static mailserver.smtp.client.Sending.envelope;
import static mailserver.smtp.client.Sending.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mailserver.config.value.HostPort;
import mailserver.config.value.Peer;
import mailserver.smtp.Reply;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.ScriptedPeer.Fault;
import mailserver.smtp.client.connection.ClientTimeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that do wrong: there is an outcome for every recipient all the same. */
@Execution(ExecutionMode.CONCURRENT)
class SmtpClientFaultTest {
    private static final byte[] OCTETS = TEXT.getBytes(StandardCharsets.UTF_8);

    private static final Path NO_FILE = Path.of("gone", "message.eml");

    private static final ClientTimeouts HASTY_GOODBYE = new ClientTimeouts(
            PATIENT.connect(),
            PATIENT.greeting(),
            PATIENT.hello(),
            PATIENT.mail(),
            PATIENT.rcpt(),
            PATIENT.dataStart(),
            PATIENT.dataBlock(),
            PATIENT.dataEnd(),
            HASTY.quit());

    static Stream<Arguments> everyFaultAtEveryStep() {
        List<String> withData = List.of("GREETING", "EHLO", "MAIL", "RCPT", "DATA", ".");
        return Stream.of(
                        faults("X-NOTHING", withData), faults("PIPELINING", withData), faults("CHUNKING", List.of(".")))
                .flatMap(arguments -> arguments);
    }

    private static Stream<Arguments> faults(String extension, List<String> steps) {
        return steps.stream()
                .flatMap(step -> Stream.of(
                                new Fault.Hang(step),
                                new Fault.Drop(step),
                                new Fault.Endless(step, 0),
                                new Fault.Endless(step, 50),
                                new Fault.AnswerAndDrop(step, "421 shutting down"),
                                new Fault.Answer(step, "451 4.3.0 later"),
                                new Fault.Answer(step, "HTTP/1.1 400 Bad Request"),
                                new Fault.Answer(step, "abc-def"),
                                new Fault.Answer(step, ""),
                                new Fault.Answer(step, "250-" + "x".repeat(5000)),
                                new Fault.AnswerAndDrop(step, "250-and then"),
                                new Fault.Answer(step, "199 one"),
                                new Fault.Answer(step, "2500 four digits"))
                        .map(fault -> Arguments.of(extension, fault)));
    }

    @ParameterizedTest
    @MethodSource
    void everyFaultAtEveryStep(String extension, Fault fault) throws IOException {
        try (var peer = ScriptedPeer.start(List.of(extension), fault)) {
            DeliveryResult delivery = deliver(HASTY, peer, envelope(ANN, BOB), OCTETS);
            deferral(delivery, ANN);
            deferral(delivery, BOB);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA", "."})
    void refusedForGood(String step) throws IOException {
        for (String extension : List.of("PIPELINING", "X-NOTHING")) {
            try (var peer =
                    ScriptedPeer.start(List.of(extension), new Fault.Answer(step, "554-5.7.1 we", "554 5.7.1 don't"))) {
                DeliveryResult delivery = deliver(peer, ANN, BOB);
                assertEquals(Reply.of(554, 7, 1, "we", "don't"), refusal(delivery, ANN));
                assertEquals(Reply.of(554, 7, 1, "we", "don't"), refusal(delivery, BOB));
                assertEquals("QUIT", peer.heard().getLast());
            }
        }
    }

    @Test
    void aGreetingThatRefuses() throws IOException {
        try (var peer = ScriptedPeer.start(List.of(), new Fault.Answer("GREETING", "554 no service"))) {
            deferral(deliver(peer, ANN), ANN);
            assertEquals(List.of("QUIT"), peer.heard());
        }
        try (var peer = ScriptedPeer.start(List.of(), new Fault.Answer("GREETING", "521 never any mail"))) {
            assertEquals(521, refusal(deliver(peer, ANN), ANN).code());
        }
    }

    @Test
    void aHelloThatRefuses() throws IOException {
        try (var peer = ScriptedPeer.start(
                List.of(), new Fault.Answer("EHLO", "550 not you"), new Fault.Answer("HELO", "550 not you"))) {
            deferral(deliver(peer, ANN), ANN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"250 what?", "354 go", "199 hm"})
    void onlyARealReplyIsADelivery(String answer) throws IOException {
        try (var peer =
                ScriptedPeer.start(List.of(), new Fault.Answer(answer.startsWith("250") ? "DATA" : ".", answer))) {
            deferral(deliver(HASTY, peer, envelope(ANN), OCTETS), ANN);
        }
    }

    @Test
    void theGoodbyeChangesNothing() throws IOException {
        for (Fault fault : List.of(
                new Fault.Hang("QUIT"),
                new Fault.Drop("QUIT"),
                new Fault.Answer("QUIT", "554 stay"),
                new Fault.Answer("QUIT", "garbage"))) {
            try (var peer = ScriptedPeer.start(List.of(), fault)) {
                assertDelivered(deliver(HASTY_GOODBYE, peer, envelope(ANN), OCTETS), ANN);
            }
        }
    }

    @Test
    void oddButWholeReplies() throws IOException {
        for (Fault fault : List.of(
                new Fault.Slow(),
                new Fault.BareLf(),
                new Fault.Answer("MAIL", "250"),
                new Fault.Answer("RCPT", "251 will forward"),
                new Fault.Answer(".", "250-2.0.0 well,", "250-", "250 2.0.0 fine"),
                new Fault.Answer(".", "250 a\u0007bell"),
                new Fault.Answer("MAIL", "250 " + "x".repeat(2000)),
                new Fault.Answer("DATA", "354"))) {
            for (String extension : List.of("PIPELINING", "X-NOTHING")) {
                try (var peer = ScriptedPeer.start(List.of(extension), fault)) {
                    assertDelivered(deliver(peer, ANN), ANN);
                    assertEquals(1, peer.messages().size());
                }
            }
        }
    }

    @Test
    void aReplyHasNoControlCharacters() throws IOException {
        try (var peer = ScriptedPeer.start(List.of(), new Fault.Answer("RCPT", "550 \u001b[2Jgo\u0000\u2028away"))) {
            assertEquals(
                    List.of("?[2Jgo??away"), refusal(deliver(peer, ANN), ANN).lines());
        }
    }

    @Test
    void aPeerThatStopsReading() throws IOException {
        byte[] large = ("Subject: large\n\n" + "0123456789 0123456789 0123456789 0123456789\n".repeat(500_000))
                .getBytes(StandardCharsets.UTF_8);
        try (var peer = ScriptedPeer.start(List.of(), new Fault.StopReading())) {
            deferral(deliver(HASTY, peer, envelope(ANN), large), ANN);
            assertEquals(List.of(), peer.messages());
        }
    }

    @Test
    void nobodyListens() throws IOException {
        try (var peer = ScriptedPeer.start(List.of(), new Fault.Refuse())) {
            deferral(deliver(peer, ANN, BOB), ANN);
        }
    }

    @Test
    void noSuchHost() throws IOException {
        try (var client = client(HASTY)) {
            // RFC 6761 §6.4: "invalid" never has an address.
            deferral(client.deliver(Peer.at(new HostPort("nobody.invalid", 25)), envelope(ANN), NO_FILE), ANN);
        }
    }

    @Test
    void aMessageThatIsGone() throws IOException {
        for (String extension : List.of("PIPELINING", "SIZE 100")) {
            try (var peer = ScriptedPeer.start(List.of(extension));
                    var client = client(PATIENT)) {
                DeliveryResult delivery = client.deliver(peer.asPeer(), envelope(ANN), NO_FILE);
                deferral(delivery, ANN);
                assertEquals(List.of(), peer.messages());
            }
        }
    }
}
