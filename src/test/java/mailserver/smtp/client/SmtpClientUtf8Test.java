package mailserver.smtp.client;

import static mailserver.smtp.client.Sending.ANN;
import static mailserver.smtp.client.Sending.BJOERN;
import static mailserver.smtp.client.Sending.SENDER;
import static mailserver.smtp.client.Sending.TEXT;
import static mailserver.smtp.client.Sending.assertDelivered;
import static mailserver.smtp.client.Sending.deliver;
import static mailserver.smtp.client.Sending.envelope;
import static mailserver.smtp.client.Sending.utf8Envelope;
import static mailserver.smtp.client.Sending.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import mailserver.mail.Address;
import mailserver.mail.ReversePath;
import mailserver.smtp.Reply;
import mailserver.smtp.ScriptedPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SMTPUTF8: addresses and header fields beyond ASCII, RFC 6531. */
class SmtpClientUtf8Test {
    private static final List<String> ALL = List.of("PIPELINING", "8BITMIME", "SMTPUTF8");
    private static final ReversePath JOERG = ReversePath.of(new Address("jörg", "here.example"));
    private static final String UTF8_HEADER = "Subject: Grüße\n\nHello\n";
    private static final String UTF8_PART_HEADER = """
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Disposition: attachment; filename="Grüße.txt"

            Hello
            --b--
            """;

    @Test
    void rfc6531_3_4_an_address_beyond_ASCII_is_announced() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("smtputf8", "8BITMIME"))) {
            assertDelivered(deliver(peer, ANN, BJOERN), ANN, BJOERN);
            assertEquals(
                    List.of(
                            "MAIL FROM:<me@here.example> SMTPUTF8",
                            "RCPT TO:<ann@peer.example>",
                            "RCPT TO:<björn@peer.example>"),
                    peer.heard().subList(1, 4));
        }
        try (var peer = ScriptedPeer.start(ALL)) {
            assertDelivered(deliver(peer, utf8Envelope(JOERG, ANN), TEXT), ANN);
            assertEquals("MAIL FROM:<jörg@here.example> SMTPUTF8", peer.heard().get(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {UTF8_HEADER, UTF8_PART_HEADER})
    void rfc6531_3_6_a_header_field_beyond_ASCII_is_announced(String text) throws IOException {
        try (var peer = ScriptedPeer.start(ALL)) {
            assertDelivered(deliver(peer, utf8Envelope(SENDER, ANN), text), ANN);
            assertEquals("MAIL FROM:<me@here.example> SMTPUTF8", peer.heard().get(1));
            assertEquals(List.of(text.replace("\n", "\r\n")), peer.messages());
        }
    }

    @Test
    void rfc6531_3_4_what_needs_none_of_it_goes_without_though_its_sender_said_so() throws IOException {
        try (var peer = ScriptedPeer.start(ALL)) {
            assertDelivered(deliver(peer, utf8Envelope(SENDER, ANN), TEXT), ANN);
            assertEquals("MAIL FROM:<me@here.example>", peer.heard().get(1));
        }
    }

    @Test
    void rfc6531_3_2_what_needs_none_of_it_goes_to_a_peer_without_it() throws IOException {
        try (var peer = ScriptedPeer.start(List.of())) {
            assertDelivered(deliver(peer, utf8Envelope(SENDER, ANN), TEXT), ANN);
            assertEquals("MAIL FROM:<me@here.example>", peer.heard().get(1));
        }
    }

    @Test
    void rfc6531_3_5_only_the_recipients_beyond_ASCII_are_refused() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("PIPELINING", "8BITMIME"))) {
            DeliveryResult delivery = deliver(peer, utf8Envelope(SENDER, BJOERN, ANN), TEXT);
            assertEquals(List.of(BJOERN, ANN), List.copyOf(delivery.outcomes().keySet()));
            assertCode(550, "5.6.7", verdict(delivery, BJOERN));
            assertDelivered(delivery, ANN);
            assertEquals(
                    List.of("MAIL FROM:<me@here.example>", "RCPT TO:<ann@peer.example>", "DATA"),
                    peer.heard().subList(1, 4));
        }
    }

    @Test
    void rfc6531_3_5_no_transaction_begins_when_all_recipients_are_beyond_ASCII() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("8BITMIME"))) {
            assertCode(550, "5.6.7", verdict(deliver(peer, BJOERN), BJOERN));
            assertEquals(List.of("EHLO here.example", "QUIT"), peer.heard());
        }
    }

    @Test
    void rfc6531_3_5_a_sender_beyond_ASCII_is_refused_for_everybody() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("8BITMIME"))) {
            DeliveryResult delivery = deliver(peer, utf8Envelope(JOERG, ANN, BJOERN), TEXT);
            assertCode(550, "5.6.7", verdict(delivery, ANN));
            assertCode(550, "5.6.7", verdict(delivery, BJOERN));
            assertEquals(List.of("EHLO here.example", "QUIT"), peer.heard());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {UTF8_HEADER, UTF8_PART_HEADER})
    void rfc6531_3_5_a_header_field_beyond_ASCII_is_refused(String text) throws IOException {
        try (var peer = ScriptedPeer.start(List.of("8BITMIME"))) {
            assertCode(550, "5.6.9", verdict(deliver(peer, utf8Envelope(SENDER, ANN), text), ANN));
            assertEquals(List.of("EHLO here.example", "QUIT"), peer.heard());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SMTPUTF8", "8BITMIME", "X-NOTHING"})
    void a_raw_header_of_a_sender_who_said_nothing_is_passed_on_as_it_is(String extension) throws IOException {
        try (var peer = ScriptedPeer.start(List.of(extension))) {
            assertDelivered(deliver(peer, envelope(ANN), UTF8_HEADER), ANN);
            assertEquals("MAIL FROM:<me@here.example>", peer.heard().get(1));
            assertEquals(List.of("Subject: Grüße\r\n\r\nHello\r\n"), peer.messages());
        }
    }

    private static void assertCode(int code, String status, Reply reply) {
        assertEquals(code, reply.code());
        assertEquals(status, reply.fullStatus());
    }
}
