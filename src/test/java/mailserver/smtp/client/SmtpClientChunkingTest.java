package mailserver.smtp.client;

import static mailserver.smtp.client.Sending.ANN;
import static mailserver.smtp.client.Sending.BOB;
import static mailserver.smtp.client.Sending.HASTY;
import static mailserver.smtp.client.Sending.PATIENT;
import static mailserver.smtp.client.Sending.TEXT;
import static mailserver.smtp.client.Sending.assertDelivered;
import static mailserver.smtp.client.Sending.deferral;
import static mailserver.smtp.client.Sending.deliver;
import static mailserver.smtp.client.Sending.envelope;
import static mailserver.smtp.client.Sending.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import mailserver.OddMessage;
import mailserver.OddMessages;
import mailserver.smtp.Reply;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.ScriptedPeer.Fault;
import mailserver.smtp.client.connection.ClientTimeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CHUNKING: a message as counted octets, RFC 3030. */
class SmtpClientChunkingTest {
    private static final String RECEIVED = "Received: by here.example; never\n";

    @Test
    void rfc3030_2_the_message_follows_the_recipients_and_its_dots_are_single() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("CHUNKING", "BINARYMIME", "SIZE 1000"))) {
            assertDelivered(deliver(peer, ANN, BOB), ANN, BOB);
            assertEquals(
                    List.of(
                            "EHLO here.example",
                            "MAIL FROM:<me@here.example> SIZE=25",
                            "RCPT TO:<ann@peer.example>",
                            "RCPT TO:<bob@peer.example>",
                            "BDAT 13",
                            "BDAT 12 LAST",
                            "QUIT"),
                    peer.heard());
            assertEquals(List.of("Subject: hi\r\n\r\nHello\r\n.\r\n"), peer.messages());
        }
    }

    @Test
    void rfc3030_4_2_recipients_go_ahead_and_chunks_wait_for_them() throws IOException {
        try (var peer = ScriptedPeer.start(
                List.of("PIPELINING", "CHUNKING"), new Fault.Answer("RCPT TO:<ann@", "550 5.1.1 never"))) {
            DeliveryResult delivery = deliver(peer, ANN, BOB);
            assertEquals(550, refusal(delivery, ANN).code());
            assertDelivered(delivery, BOB);
            assertEquals(
                    List.of("BDAT 13", "BDAT 12 LAST", "QUIT"), peer.heard().subList(4, 7));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PIPELINING", "X-NOTHING"})
    void rfc3030_2_no_chunk_is_sent_when_nobody_is_there_to_take_it(String extension) throws IOException {
        try (var peer = ScriptedPeer.start(List.of(extension, "CHUNKING"), new Fault.Answer("RCPT", "550 never"))) {
            assertEquals(550, refusal(deliver(peer, ANN), ANN).code());
            assertEquals(
                    List.of("MAIL FROM:<me@here.example>", "RCPT TO:<ann@peer.example>", "QUIT"),
                    peer.heard().subList(1, 4));
        }
    }

    static List<OddMessage> messages() {
        return OddMessages.all();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void rfc3030_2_every_octet_arrives_and_is_counted(OddMessage message) throws IOException {
        byte[] wire = joined(RECEIVED.replace("\n", "\r\n"), message.arrived());
        try (var peer = ScriptedPeer.start(List.of("CHUNKING", "8BITMIME", "SIZE"))) {
            assertDelivered(deliver(PATIENT, peer, envelope(ANN), stored(message)), ANN);
            assertArrayEquals(wire, peer.lastMessage());
            assertEquals("SIZE=" + wire.length, peer.heard().get(1).split(" ")[2]);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void rfc5321_4_5_2_the_same_message_arrives_through_DATA(OddMessage message) throws IOException {
        var whole = new OddMessage("whole", joined(RECEIVED.replace("\n", "\r\n"), message.arrived()));
        try (var peer = ScriptedPeer.start(List.of("8BITMIME"))) {
            assertDelivered(deliver(PATIENT, peer, envelope(ANN), stored(message)), ANN);
            assertArrayEquals(whole.stuffed(), joined(peer.lastMessage(), ".\r\n"));
        }
    }

    @Test
    void rfc3030_2_messages_of_one_line_or_none_are_one_chunk() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("CHUNKING"))) {
            for (String text : List.of("", ".", "\n", "Subject: hi", "Return-Path: <x@y>\n")) {
                assertDelivered(deliver(peer, envelope(ANN), text), ANN);
            }
            assertEquals(
                    List.of("BDAT 0 LAST", "BDAT 3 LAST", "BDAT 2 LAST", "BDAT 13 LAST", "BDAT 0 LAST"), chunks(peer));
            assertEquals(List.of("", ".\r\n", "\r\n", "Subject: hi\r\n", ""), peer.messages());
        }
    }

    @Test
    void rfc3030_2_a_first_line_without_end_is_cut() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("CHUNKING"))) {
            String text = "x".repeat(1_000_000);
            assertDelivered(deliver(peer, envelope(ANN), text), ANN);
            assertEquals(List.of("BDAT 1000", "BDAT 999002 LAST"), chunks(peer));
            assertEquals(List.of(text + "\r\n"), peer.messages());
        }
    }

    // Peers that offer it and can't do it

    static Stream<Fault> failing() {
        return Stream.of(
                new Fault.AnswerOnce("BDAT", 1, "500 5.5.2 what?"),
                new Fault.AnswerOnce("BDAT", 1, "501 5.5.4 what?"),
                new Fault.AnswerOnce("BDAT", 1, "502 5.5.1 not here"),
                new Fault.AnswerOnce("BDAT", 1, "503 5.5.1 not now"),
                new Fault.AnswerOnce("BDAT", 1, "504 5.5.4 not so"),
                new Fault.AnswerOnce("BDAT", 1, "garbage"),
                new Fault.AnswerOnce(".", 1, "503 5.5.1 one chunk is enough"),
                new Fault.Drop("BDAT"),
                new Fault.Hang("BDAT"),
                new Fault.TakesChunksForCommands());
    }

    @ParameterizedTest
    @MethodSource("failing")
    void rfc3030_2_who_can_not_do_it_gets_DATA_on_a_new_connection(Fault fault) throws IOException {
        ClientTimeouts timeouts = fault instanceof Fault.Hang ? HASTY : PATIENT;
        try (var peer = ScriptedPeer.start(
                List.of("CHUNKING", "PIPELINING"), fault, new Fault.Answer("RCPT TO:<ann@", "550 5.1.1 never"))) {
            DeliveryResult delivery =
                    deliver(timeouts, peer, envelope(ANN, BOB), TEXT.getBytes(StandardCharsets.UTF_8));
            assertEquals(550, refusal(delivery, ANN).code());
            assertDelivered(delivery, BOB);
            List<String> heard = peer.heard();
            assertEquals(
                    List.of(
                            "EHLO here.example",
                            "MAIL FROM:<me@here.example>",
                            "RCPT TO:<bob@peer.example>",
                            "DATA",
                            "QUIT"),
                    heard.subList(heard.lastIndexOf("EHLO here.example"), heard.size()));
            assertEquals("Subject: hi\r\n\r\nHello\r\n..\r\n", peer.messages().getLast());
        }
    }

    @Test
    void a_message_can_not_command_a_peer_that_takes_chunks_for_commands() throws IOException {
        String evil = "Subject: hi\n\nRSET\nMAIL FROM:<me@here.example>\nRCPT TO:<victim@peer.example>\nDATA\n";
        try (var peer = ScriptedPeer.start(List.of("CHUNKING"), new Fault.TakesChunksForCommands())) {
            assertDelivered(deliver(peer, envelope(ANN), evil), ANN);
            assertEquals(
                    List.of(
                            "EHLO here.example",
                            "MAIL FROM:<me@here.example>",
                            "RCPT TO:<ann@peer.example>",
                            "BDAT 13",
                            "Subject: hi",
                            "EHLO here.example",
                            "MAIL FROM:<me@here.example>",
                            "RCPT TO:<ann@peer.example>",
                            "DATA",
                            "QUIT"),
                    peer.heard());
            assertEquals(1, peer.messages().size());
        }
    }

    @Test
    void a_second_connection_that_fails_is_a_deferral() throws IOException {
        try (var peer = ScriptedPeer.start(
                List.of("CHUNKING"), new Fault.Drop("BDAT"), new Fault.AnswerOnce("GREETING", 2, "421 busy"))) {
            assertEquals(
                    421, deferral(deliver(peer, ANN), ANN).reply().orElseThrow().code());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BDAT", "."})
    void rfc3030_2_any_other_answer_is_about_the_message(String step) throws IOException {
        try (var peer = ScriptedPeer.start(List.of("CHUNKING"), new Fault.Answer(step, "552 5.3.4 too large"))) {
            assertEquals(Reply.of(552, 3, 4, "too large"), refusal(deliver(peer, ANN), ANN));
            assertEquals("QUIT", peer.heard().getLast());
        }
        try (var peer = ScriptedPeer.start(List.of("CHUNKING"), new Fault.Answer(step, "452 4.3.1 disk full"))) {
            assertEquals(
                    452, deferral(deliver(peer, ANN), ANN).reply().orElseThrow().code());
            assertEquals("QUIT", peer.heard().getLast());
        }
    }

    private static List<String> chunks(ScriptedPeer peer) {
        return peer.heard().stream().filter(line -> line.startsWith("BDAT")).toList();
    }

    /** With the lines on top that a server writes there. */
    private static byte[] stored(OddMessage message) {
        return joined("Return-Path: <x@y>\n" + RECEIVED, message.stored());
    }

    private static byte[] joined(String top, byte[] rest) {
        return joined(top.getBytes(StandardCharsets.US_ASCII), rest);
    }

    private static byte[] joined(byte[] top, String rest) {
        return joined(top, rest.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] joined(byte[] top, byte[] rest) {
        byte[] whole = Arrays.copyOf(top, top.length + rest.length);
        System.arraycopy(rest, 0, whole, top.length, rest.length);
        return whole;
    }
}
