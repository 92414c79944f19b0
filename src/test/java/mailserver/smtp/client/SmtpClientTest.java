package mailserver.smtp.client;

import static mailserver.smtp.client.Sending.ANN;
import static mailserver.smtp.client.Sending.BOB;
import static mailserver.smtp.client.Sending.CYD;
import static mailserver.smtp.client.Sending.PATIENT;
import static mailserver.smtp.client.Sending.SENDER;
import static mailserver.smtp.client.Sending.TEXT;
import static mailserver.smtp.client.Sending.assertDelivered;
import static mailserver.smtp.client.Sending.client;
import static mailserver.smtp.client.Sending.deferral;
import static mailserver.smtp.client.Sending.deliver;
import static mailserver.smtp.client.Sending.envelope;
import static mailserver.smtp.client.Sending.refusal;
import static mailserver.smtp.client.Sending.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import mailserver.config.value.HostPort;
import mailserver.config.value.Peer;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.ReversePath;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.ScriptedPeer.Fault;
import mailserver.wire.Transcript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpClientTest {
    @TempDir
    Path folder;

    // What is said

    @Test
    void aDeliveryWithEveryExtension() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("PIPELINING", "SIZE 1000000", "8BITMIME", "SMTPUTF8"))) {
            DeliveryResult delivery = deliver(peer, envelope(Body.EIGHT_BIT, ANN, BOB), "Subject: hi\n\nÄ\n..\n");
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
            DeliveryResult delivery = deliver(peer, envelope(Body.EIGHT_BIT, ANN), "no line end");
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
    void aReportHasTheNullSender() throws IOException {
        try (var peer = ScriptedPeer.start(List.of());
                var client = client(PATIENT)) {
            var report = Envelope.of("id", ReversePath.NULL, List.of(ANN), Body.SEVEN_BIT);
            assertDelivered(client.deliver(peer.asPeer(), report, file(TEXT)), ANN);
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
            assertDelivered(deliver(peer, envelope(Body.SEVEN_BIT, ANN), text), ANN);
            assertEquals(List.of("Subject: hi\r\n\r\nReturn-Path: stays\r\n"), peer.messages());
            assertEquals("MAIL FROM:<me@here.example> SIZE=35", peer.heard().get(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Return", "Return-Path: <x@y>", "Return-Path: <x@y>\n"})
    void whatIsHardlyAMessage(String text) throws IOException {
        try (var peer = ScriptedPeer.start(List.of())) {
            assertDelivered(deliver(peer, envelope(Body.SEVEN_BIT, ANN), text), ANN);
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
            DeliveryResult delivery =
                    client.deliver(peer.asPeer(), Envelope.of("id", SENDER, many, Body.SEVEN_BIT), file(TEXT));
            for (Address recipient : many) {
                Class<?> expected = recipient.localPart().equals("u555")
                        ? RecipientOutcome.Refused.class
                        : RecipientOutcome.Delivered.class;
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
            client.deliver(Peer.at(new HostPort("127.0.0.1", peer.port())), envelope(ANN), file(TEXT));
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
            DeliveryResult delivery = deliver(peer, ANN, BOB, CYD);
            assertEquals(List.of(ANN, BOB, CYD), List.copyOf(delivery.outcomes().keySet()));
            deferral(delivery, ANN);
            assertEquals(Reply.of(550, 1, 1, "never"), refusal(delivery, BOB));
            assertDelivered(delivery, CYD);
        }
    }

    @Test
    void tooManyRecipientsInTheWordsOfOldServers() throws IOException {
        try (var peer = ScriptedPeer.start(List.of(), new Fault.Answer("RCPT TO:<bob@", "552 too many recipients"))) {
            DeliveryResult delivery = deliver(peer, ANN, BOB);
            assertDelivered(delivery, ANN);
            deferral(delivery, BOB);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"354 go ahead", "554 No valid recipients", "503 RCPT first"})
    void noRecipientIsLeftForThePipelinedData(String answerToData) throws IOException {
        try (var peer = ScriptedPeer.start(
                List.of("PIPELINING"),
                new Fault.Answer("RCPT", "550 never"),
                new Fault.Answer("DATA", answerToData),
                new Fault.Answer(".", "250 as you like"))) {
            DeliveryResult delivery = deliver(peer, ANN, BOB);
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
            DeliveryResult delivery = deliver(peer, ANN, BOB);
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
            DeliveryResult delivery = deliver(peer, ANN, BOB, CYD);
            assertEquals(550, refusal(delivery, ANN).code());
            deferral(delivery, BOB);
            deferral(delivery, CYD);
            assertEquals(List.of(), peer.messages());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PIPELINING", "X-NOTHING"})
    void lostHalfway(String extension) throws IOException {
        try (var peer = ScriptedPeer.start(
                List.of(extension), new Fault.Answer("RCPT TO:<ann@", "550 never"), new Fault.Drop("RCPT TO:<cyd@"))) {
            DeliveryResult delivery = deliver(peer, ANN, BOB, CYD);
            assertEquals(550, refusal(delivery, ANN).code());
            deferral(delivery, BOB);
            deferral(delivery, CYD);
        }
    }

    // Sizes

    @Test
    void aMessageOverThePeersLimitIsNotSent() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("SIZE 24"))) {
            // 25 octets with CRLF, 21 as stored.
            Reply reply = verdict(deliver(peer, envelope(Body.SEVEN_BIT, ANN), TEXT), ANN);
            assertEquals(552, reply.code());
            assertEquals("5.3.4", reply.fullStatus());
            assertEquals(List.of("EHLO here.example", "QUIT"), peer.heard());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIZE", "SIZE 0", "SIZE 25", "SIZE many", "SIZE 99999999999999999999999"})
    void aMessageWithinThePeersLimitIsSent(String offer) throws IOException {
        try (var peer = ScriptedPeer.start(List.of(offer))) {
            assertDelivered(deliver(peer, envelope(Body.SEVEN_BIT, ANN), TEXT), ANN);
            assertEquals("MAIL FROM:<me@here.example> SIZE=25", peer.heard().get(1));
        }
    }

    private static List<String> start(ScriptedPeer peer) {
        return peer.heard().subList(0, 3);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("message.eml"), text, StandardCharsets.UTF_8);
    }
}
