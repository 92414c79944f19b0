package mailserver.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.ReversePath;
import mailserver.smtp.ScriptedPeer.Fault;
import mailserver.wire.Transcript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpClientTest {
    private static final Address ANN = new Address("ann", "peer.example");
    private static final Address BOB = new Address("bob", "peer.example");
    private static final Address CYD = new Address("cyd", "peer.example");
    private static final ReversePath SENDER = ReversePath.of(new Address("me", "here.example"));
    private static final String TEXT = "Subject: hi\n\nHello\n.\n";
    /** Long enough for a busy machine where an answer comes, short where none does. */
    private static final ClientTimeouts PATIENT = ClientTimeouts.all(Duration.ofSeconds(20));

    private static final ClientTimeouts HASTY = ClientTimeouts.all(Duration.ofMillis(400));

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

    @TempDir
    Path folder;

    // What is said

    @Test
    void aDeliveryWithEveryExtension() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("PIPELINING", "SIZE 1000000", "8BITMIME", "SMTPUTF8"))) {
            Delivery delivery = deliver(peer, "Subject: hi\n\nÄ\n..\n", Body.EIGHT_BIT, ANN, BOB);
            assertDelivered(delivery, ANN, BOB);
            assertEquals(
                    List.of(
                            "EHLO here.example",
                            "MAIL FROM:<me@here.example> SIZE=23 BODY=8BITMIME",
                            "RCPT TO:<ann@peer.example>",
                            "RCPT TO:<bob@peer.example>",
                            "DATA",
                            "QUIT"),
                    peer.heard());
            assertEquals(List.of("Subject: hi\r\n\r\nÄ\r\n...\r\n"), peer.messages());
        }
    }

    @Test
    void aDeliveryWithoutExtensions() throws IOException {
        try (var peer = ScriptedPeer.start(List.of())) {
            Delivery delivery = deliver(peer, "no line end", Body.EIGHT_BIT, ANN);
            assertDelivered(delivery, ANN);
            assertEquals(
                    List.of(
                            "EHLO here.example",
                            "MAIL FROM:<me@here.example>",
                            "RCPT TO:<ann@peer.example>",
                            "DATA",
                            "QUIT"),
                    peer.heard());
            assertEquals(List.of("no line end\r\n"), peer.messages());
        }
    }

    @Test
    void aPeerThatKnowsOnlyHelo() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("SIZE 1"), new Fault.Answer("EHLO", "500 what?"))) {
            assertDelivered(deliver(peer, ANN), ANN);
            assertEquals(List.of("EHLO here.example", "HELO here.example", "MAIL FROM:<me@here.example>"), start(peer));
        }
    }

    @Test
    void aPeerThatKnowsNoHelloAtAll() throws IOException {
        try (var peer = ScriptedPeer.start(
                List.of(), new Fault.Answer("EHLO", "502 what?"), new Fault.Answer("HELO", "500 what?"))) {
            assertDelivered(deliver(peer, ANN), ANN);
        }
    }

    @Test
    void internationalAddressesAreAnnounced() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("smtputf8"))) {
            var bjoern = new Address("björn", "peer.example");
            assertDelivered(deliver(peer, bjoern), bjoern);
            assertEquals("MAIL FROM:<me@here.example> SMTPUTF8", peer.heard().get(1));
            assertEquals("RCPT TO:<björn@peer.example>", peer.heard().get(2));
        }
    }

    @Test
    void aReportHasTheNullSender() throws IOException {
        try (var peer = ScriptedPeer.start(List.of());
                var client = client(PATIENT)) {
            var report = Envelope.of("id", ReversePath.NULL, List.of(ANN), Body.SEVEN_BIT);
            assertDelivered(client.deliver("localhost", peer.port(), report, file(TEXT)), ANN);
            assertEquals("MAIL FROM:<>", peer.heard().get(1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Return-Path: <x@y>\nSubject: hi\n\nReturn-Path: stays\n",
                "RETURN-PATH:\n\t<x@y>\n  folded\nSubject: hi\n\nReturn-Path: stays\n",
                "Subject: hi\n\nReturn-Path: stays\n"
            })
    void aReturnPathOnTopIsNotSent(String text) throws IOException {
        try (var peer = ScriptedPeer.start(List.of("SIZE"))) {
            assertDelivered(deliver(peer, text, Body.SEVEN_BIT, ANN), ANN);
            assertEquals(List.of("Subject: hi\r\n\r\nReturn-Path: stays\r\n"), peer.messages());
            assertEquals("MAIL FROM:<me@here.example> SIZE=35", peer.heard().get(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Return", "Return-Path: <x@y>", "Return-Path: <x@y>\n"})
    void whatIsHardlyAMessage(String text) throws IOException {
        try (var peer = ScriptedPeer.start(List.of())) {
            assertDelivered(deliver(peer, text, Body.SEVEN_BIT, ANN), ANN);
            assertEquals(List.of(text.equals("Return") ? "Return\r\n" : ""), peer.messages());
        }
    }

    @Test
    void aThousandRecipientsInOneTransaction() throws IOException {
        List<Address> many = IntStream.range(0, 1000)
                .mapToObj(i -> new Address("u" + i, "peer.example"))
                .toList();
        try (var peer = ScriptedPeer.start(
                        List.of("PIPELINING"), new Fault.Answer("RCPT TO:<u555@", "550 5.1.1 no such user"));
                var client = client(PATIENT)) {
            Delivery delivery = client.deliver(
                    "localhost", peer.port(), Envelope.of("id", SENDER, many, Body.SEVEN_BIT), file(TEXT));
            for (Address recipient : many) {
                Class<?> expected =
                        recipient.localPart().equals("u555") ? Outcome.Refused.class : Outcome.Delivered.class;
                assertInstanceOf(expected, delivery.to(recipient).orElseThrow());
            }
            assertEquals(1, peer.messages().size());
        }
    }

    @Test
    void theTranscriptSeesBothSides() throws IOException {
        var seen = new ArrayList<String>();
        var transcript = new Transcript() {
            @Override
            public void received(String line) {
                seen.add("S: " + line);
            }

            @Override
            public void sent(String line) {
                seen.add("C: " + line);
            }
        };
        try (var peer = ScriptedPeer.start(List.of());
                var client = new SmtpClient("here.example", PATIENT, address -> transcript)) {
            client.deliver("127.0.0.1", peer.port(), envelope(ANN), file(TEXT));
        }
        assertEquals(
                List.of(
                        "S: 220 peer.example ready",
                        "C: EHLO here.example",
                        "S: 250 peer.example",
                        "C: MAIL FROM:<me@here.example>",
                        "S: 250 ok",
                        "C: RCPT TO:<ann@peer.example>",
                        "S: 250 ok",
                        "C: DATA",
                        "S: 354 go ahead",
                        "C: .",
                        "S: 250 taken",
                        "C: QUIT",
                        "S: 221 bye"),
                seen);
    }

    // Each recipient has an outcome

    @ParameterizedTest
    @ValueSource(strings = {"PIPELINING", "X-NOTHING"})
    void eachRecipientHasItsOwn(String extension) throws IOException {
        try (var peer = ScriptedPeer.start(
                List.of(extension),
                new Fault.Answer("RCPT TO:<ann@", "450 4.2.1 later"),
                new Fault.Answer("RCPT TO:<bob@", "550 5.1.1 never"))) {
            Delivery delivery = deliver(peer, ANN, BOB, CYD);
            assertEquals(List.of(ANN, BOB, CYD), List.copyOf(delivery.outcomes().keySet()));
            assertDeferred(delivery, ANN);
            assertEquals(Reply.of(550, 1, 1, "never"), refusal(delivery, BOB));
            assertDelivered(delivery, CYD);
        }
    }

    @Test
    void tooManyRecipientsInTheWordsOfOldServers() throws IOException {
        try (var peer = ScriptedPeer.start(List.of(), new Fault.Answer("RCPT TO:<bob@", "552 too many recipients"))) {
            Delivery delivery = deliver(peer, ANN, BOB);
            assertDelivered(delivery, ANN);
            assertDeferred(delivery, BOB);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"354 go ahead", "554 no valid recipients", "503 RCPT first"})
    void noRecipientIsLeftForThePipelinedData(String answerToData) throws IOException {
        try (var peer = ScriptedPeer.start(
                List.of("PIPELINING"),
                new Fault.Answer("RCPT", "550 never"),
                new Fault.Answer("DATA", answerToData),
                new Fault.Answer(".", "250 as you like"))) {
            Delivery delivery = deliver(peer, ANN, BOB);
            assertEquals(550, refusal(delivery, ANN).code());
            assertEquals(550, refusal(delivery, BOB).code());
            assertEquals(answerToData.startsWith("354") ? List.of("") : List.of(), peer.messages());
            assertEquals("QUIT", peer.heard().getLast());
        }
    }

    @Test
    void noRecipientIsLeftForTheData() throws IOException {
        try (var peer = ScriptedPeer.start(List.of(), new Fault.Answer("RCPT", "550 never"))) {
            assertEquals(550, refusal(deliver(peer, ANN), ANN).code());
            assertTrue(!peer.heard().contains("DATA"));
        }
    }

    @Test
    void aRefusedSenderIsRefusedOnceAndForEverybody() throws IOException {
        try (var peer = ScriptedPeer.start(
                List.of("PIPELINING"),
                new Fault.Answer("MAIL", "550 not you"),
                new Fault.Answer("RCPT", "503 MAIL first"))) {
            Delivery delivery = deliver(peer, ANN, BOB);
            assertEquals("not you", refusal(delivery, ANN).lines().getFirst());
            assertEquals("not you", refusal(delivery, BOB).lines().getFirst());
            assertEquals(List.of(""), peer.messages());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PIPELINING", "X-NOTHING"})
    void goodbyeHalfway(String extension) throws IOException {
        try (var peer = ScriptedPeer.start(
                List.of(extension),
                new Fault.Answer("RCPT TO:<ann@", "550 never"),
                new Fault.AnswerAndDrop("RCPT TO:<cyd@", "421 shutting down"))) {
            Delivery delivery = deliver(peer, ANN, BOB, CYD);
            assertEquals(550, refusal(delivery, ANN).code());
            assertDeferred(delivery, BOB);
            assertDeferred(delivery, CYD);
            assertEquals(List.of(), peer.messages());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PIPELINING", "X-NOTHING"})
    void lostHalfway(String extension) throws IOException {
        try (var peer = ScriptedPeer.start(
                List.of(extension), new Fault.Answer("RCPT TO:<ann@", "550 never"), new Fault.Drop("RCPT TO:<cyd@"))) {
            Delivery delivery = deliver(peer, ANN, BOB, CYD);
            assertEquals(550, refusal(delivery, ANN).code());
            assertDeferred(delivery, BOB);
            assertDeferred(delivery, CYD);
        }
    }

    // Sizes

    @Test
    void aMessageOverThePeersLimitIsNotSent() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("SIZE 24"))) {
            // 25 octets with CRLF, 21 as stored.
            Reply reply = refusal(deliver(peer, TEXT, Body.SEVEN_BIT, ANN), ANN);
            assertEquals(552, reply.code());
            assertEquals("5.3.4", reply.fullStatus());
            assertEquals(List.of("EHLO here.example", "QUIT"), peer.heard());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIZE", "SIZE 0", "SIZE 25", "SIZE many", "SIZE 99999999999999999999999"})
    void aMessageWithinThePeersLimitIsSent(String offer) throws IOException {
        try (var peer = ScriptedPeer.start(List.of(offer))) {
            assertDelivered(deliver(peer, TEXT, Body.SEVEN_BIT, ANN), ANN);
            assertEquals("MAIL FROM:<me@here.example> SIZE=25", peer.heard().get(1));
        }
    }

    // Every fault at every step

    static Stream<Arguments> everyFaultAtEveryStep() {
        return Stream.of("GREETING", "EHLO", "MAIL", "RCPT", "DATA", ".")
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
                        .flatMap(fault ->
                                Stream.of("PIPELINING", "X-NOTHING").map(extension -> Arguments.of(extension, fault))));
    }

    @ParameterizedTest
    @MethodSource
    void everyFaultAtEveryStep(String extension, Fault fault) throws IOException {
        try (var peer = ScriptedPeer.start(List.of(extension), fault)) {
            Delivery delivery = deliver(HASTY, peer, ANN, BOB);
            assertDeferred(delivery, ANN);
            assertDeferred(delivery, BOB);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA", "."})
    void refusedForGood(String step) throws IOException {
        for (String extension : List.of("PIPELINING", "X-NOTHING")) {
            try (var peer =
                    ScriptedPeer.start(List.of(extension), new Fault.Answer(step, "554-5.7.1 we", "554 don't"))) {
                Delivery delivery = deliver(peer, ANN, BOB);
                assertEquals(Reply.of(554, 7, 1, "we", "don't"), refusal(delivery, ANN));
                assertEquals(Reply.of(554, 7, 1, "we", "don't"), refusal(delivery, BOB));
                assertEquals("QUIT", peer.heard().getLast());
            }
        }
    }

    @Test
    void aGreetingThatRefuses() throws IOException {
        try (var peer = ScriptedPeer.start(List.of(), new Fault.Answer("GREETING", "554 no service"))) {
            assertDeferred(deliver(peer, ANN), ANN);
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
            assertEquals(550, refusal(deliver(peer, ANN), ANN).code());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"250 what?", "354 go", "199 hm"})
    void onlyARealReplyIsADelivery(String answer) throws IOException {
        try (var peer =
                ScriptedPeer.start(List.of(), new Fault.Answer(answer.startsWith("250") ? "DATA" : ".", answer))) {
            assertDeferred(deliver(HASTY, peer, ANN), ANN);
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
                assertDelivered(deliver(HASTY_GOODBYE, peer, ANN), ANN);
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
        try (var peer = ScriptedPeer.start(List.of(), new Fault.StopReading())) {
            var large = new StringBuilder("Subject: large\n\n");
            large.repeat("0123456789 0123456789 0123456789 0123456789\n", 500_000);
            try (var client = client(HASTY)) {
                assertDeferred(client.deliver("localhost", peer.port(), envelope(ANN), file(large.toString())), ANN);
            }
            assertEquals(List.of(), peer.messages());
        }
    }

    @Test
    void nobodyListens() throws IOException {
        try (var peer = ScriptedPeer.start(List.of(), new Fault.Refuse())) {
            assertDeferred(deliver(peer, ANN, BOB), ANN);
        }
    }

    @Test
    void noSuchHost() throws IOException {
        try (var client = client(HASTY)) {
            // RFC 6761 §6.4: "invalid" never has an address.
            assertDeferred(client.deliver("nobody.invalid", 25, envelope(ANN), file(TEXT)), ANN);
        }
    }

    @Test
    void aMessageThatIsGone() throws IOException {
        for (String extension : List.of("PIPELINING", "SIZE 100")) {
            try (var peer = ScriptedPeer.start(List.of(extension));
                    var client = client(PATIENT)) {
                Delivery delivery = client.deliver("localhost", peer.port(), envelope(ANN), folder.resolve("gone"));
                assertDeferred(delivery, ANN);
                assertEquals(List.of(), peer.messages());
            }
        }
    }

    private static List<String> start(ScriptedPeer peer) {
        return peer.heard().subList(0, 3);
    }

    private static SmtpClient client(ClientTimeouts timeouts) {
        return new SmtpClient("here.example", timeouts, address -> Transcript.NONE);
    }

    private Delivery deliver(ScriptedPeer peer, Address... recipients) throws IOException {
        return deliver(PATIENT, peer, recipients);
    }

    private Delivery deliver(ClientTimeouts timeouts, ScriptedPeer peer, Address... recipients) throws IOException {
        try (var client = client(timeouts)) {
            return client.deliver("localhost", peer.port(), envelope(recipients), file(TEXT));
        }
    }

    private Delivery deliver(ScriptedPeer peer, String text, Body body, Address... recipients) throws IOException {
        try (var client = client(PATIENT)) {
            var envelope = Envelope.of("id", SENDER, List.of(recipients), body);
            return client.deliver("localhost", peer.port(), envelope, file(text));
        }
    }

    private static Envelope envelope(Address... recipients) {
        return Envelope.of("id", SENDER, List.of(recipients), Body.SEVEN_BIT);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("message.eml"), text, StandardCharsets.UTF_8);
    }

    private static void assertDelivered(Delivery delivery, Address... recipients) {
        for (Address recipient : recipients) {
            assertInstanceOf(Outcome.Delivered.class, delivery.to(recipient).orElseThrow());
        }
    }

    private static void assertDeferred(Delivery delivery, Address recipient) {
        assertInstanceOf(Outcome.Deferred.class, delivery.to(recipient).orElseThrow());
    }

    private static Reply refusal(Delivery delivery, Address recipient) {
        return assertInstanceOf(Outcome.Refused.class, delivery.to(recipient).orElseThrow())
                .reply();
    }
}
