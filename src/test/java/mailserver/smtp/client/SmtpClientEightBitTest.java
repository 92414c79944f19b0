package mailserver.smtp.client;

import static mailserver.smtp.client.Sending.ANN;
import static mailserver.smtp.client.Sending.TEXT;
import static mailserver.smtp.client.Sending.assertDelivered;
import static mailserver.smtp.client.Sending.deliver;
import static mailserver.smtp.client.Sending.envelope;
import static mailserver.smtp.client.Sending.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mailserver.mail.Body;
import mailserver.smtp.Reply;
import mailserver.smtp.ScriptedPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 8BITMIME: eight bits, and peers that take seven, RFC 6152. */
class SmtpClientEightBitTest {
    private static final String UNLABELLED = "Subject: hi\n\nGrüße\n.\n";
    private static final String LABELLED = """
            Subject: hi
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Grüße
            """;
    private static final String SIGNED = """
            MIME-Version: 1.0
            Content-Type: multipart/signed; boundary=b; protocol="application/pgp-signature"; micalg=pgp-sha256

            --b
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Grüße
            --b
            Content-Type: application/pgp-signature

            made of ASCII
            --b--
            """;

    @ParameterizedTest
    @ValueSource(strings = {UNLABELLED, LABELLED, SIGNED})
    void rfc6152_3_a_peer_that_offers_it_gets_eight_bits_as_they_are_and_is_told(String text) throws IOException {
        for (Body declared : List.of(Body.SEVEN_BIT, Body.EIGHT_BIT)) {
            try (var peer = ScriptedPeer.start(List.of("8BITMIME"))) {
                assertDelivered(deliver(peer, envelope(declared, ANN), text), ANN);
                assertEquals(
                        "MAIL FROM:<me@here.example> BODY=8BITMIME",
                        peer.heard().get(1));
                assertEquals(List.of(wire(text)), peer.messages());
            }
        }
    }

    @Test
    void rfc6152_2_what_the_sender_declared_is_handed_on_and_nothing_else() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("8BITMIME"))) {
            deliver(peer, envelope(Body.EIGHT_BIT, ANN), TEXT);
            deliver(peer, envelope(Body.SEVEN_BIT, ANN), TEXT);
            assertEquals(
                    List.of("MAIL FROM:<me@here.example> BODY=8BITMIME", "MAIL FROM:<me@here.example>"),
                    peer.heard().stream()
                            .filter(line -> line.startsWith("MAIL"))
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Body.class,
            names = {"SEVEN_BIT", "EIGHT_BIT"})
    void rfc6152_3_for_a_peer_without_it_what_is_labelled_becomes_ASCII(Body declared) throws IOException {
        try (var peer = ScriptedPeer.start(List.of("SIZE 1000"))) {
            assertDelivered(deliver(peer, envelope(declared, ANN), LABELLED), ANN);
            String sent = peer.messages().getFirst();
            assertTrue(sent.contains("\r\nContent-Transfer-Encoding: quoted-printable\r\n"), sent);
            assertTrue(sent.contains("\r\n\r\nGr=C3=BC=C3=9Fe\r\n"), sent);
            assertAscii(sent);
            assertEquals(
                    "MAIL FROM:<me@here.example> SIZE=" + sent.length(),
                    peer.heard().get(1));
        }
    }

    @Test
    void rfc6152_3_what_is_declared_becomes_MIME_where_it_was_not() throws IOException {
        try (var peer = ScriptedPeer.start(List.of())) {
            assertDelivered(deliver(peer, envelope(Body.EIGHT_BIT, ANN), UNLABELLED), ANN);
            String sent = peer.messages().getFirst();
            assertTrue(sent.contains("\r\nMIME-Version: 1.0\r\n"), sent);
            assertTrue(sent.contains("Gr=C3=BC=C3=9Fe\r\n"), sent);
            assertAscii(sent);
        }
    }

    @Test
    void what_nobody_labelled_goes_as_it_is_to_a_peer_without_it() throws IOException {
        try (var peer = ScriptedPeer.start(List.of())) {
            assertDelivered(deliver(peer, envelope(ANN), UNLABELLED), ANN);
            assertEquals("MAIL FROM:<me@here.example>", peer.heard().get(1));
            assertEquals(List.of("Subject: hi\r\n\r\nGrüße\r\n..\r\n"), peer.messages());
        }
    }

    @Test
    void rfc6152_3_ASCII_stays_as_it_is_whatever_was_declared() throws IOException {
        String ascii = LABELLED.replace("Grüße", "Gruesse");
        try (var peer = ScriptedPeer.start(List.of())) {
            assertDelivered(deliver(peer, envelope(Body.EIGHT_BIT, ANN), ascii), ANN);
            assertEquals(List.of(wire(ascii)), peer.messages());
        }
    }

    @Test
    void rfc1847_2_1_what_is_signed_is_returned_and_not_changed() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("PIPELINING"))) {
            Reply reply = verdict(deliver(peer, envelope(Body.EIGHT_BIT, ANN), SIGNED), ANN);
            assertEquals(550, reply.code());
            assertEquals("5.6.3", reply.fullStatus());
            assertEquals(List.of("EHLO here.example", "QUIT"), peer.heard());
        }
    }

    @Test
    void rfc1847_2_1_what_is_signed_in_ASCII_stays_as_it_is_beside_what_is_converted() throws IOException {
        String signed = SIGNED.replace("Grüße", "trailing blank \nGruesse");
        String mixed = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=outer\n\n--outer\n"
                + signed.substring(signed.indexOf('\n') + 1)
                + "\n--outer\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nGrüße\n--outer--\n";
        try (var peer = ScriptedPeer.start(List.of())) {
            assertDelivered(deliver(peer, envelope(ANN), mixed), ANN);
            String sent = peer.messages().getFirst();
            assertTrue(sent.contains(wire(signed.substring(signed.indexOf("\n--b\n")))), sent);
            assertAscii(sent);
        }
    }

    @Test
    void rfc6531_3_1_who_offers_SMTPUTF8_takes_eight_bits_without_saying_so() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("SMTPUTF8"))) {
            assertDelivered(deliver(peer, envelope(Body.EIGHT_BIT, ANN), LABELLED), ANN);
            assertEquals("MAIL FROM:<me@here.example>", peer.heard().get(1));
            assertEquals(List.of(wire(LABELLED)), peer.messages());
        }
    }

    @Test
    void rfc1870_6_1_the_limit_is_for_what_is_sent() throws IOException {
        // As it is stored it would just fit.
        int stored = wire(LABELLED).getBytes(StandardCharsets.UTF_8).length;
        try (var peer = ScriptedPeer.start(List.of("SIZE " + stored, "8BITMIME"))) {
            assertDelivered(deliver(peer, envelope(ANN), LABELLED), ANN);
        }
        try (var peer = ScriptedPeer.start(List.of("SIZE " + stored))) {
            Reply reply = verdict(deliver(peer, envelope(ANN), LABELLED), ANN);
            assertEquals(552, reply.code());
            assertEquals("5.3.4", reply.fullStatus());
            assertEquals(List.of("EHLO here.example", "QUIT"), peer.heard());
        }
    }

    @Test
    void rfc3030_2_what_is_converted_is_counted_as_it_is_sent() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("CHUNKING"))) {
            assertDelivered(deliver(peer, envelope(ANN), LABELLED), ANN);
            String sent = peer.messages().getFirst();
            assertTrue(sent.endsWith("\r\n\r\nGr=C3=BC=C3=9Fe\r\n"), sent);
            int first = sent.indexOf('\n') + 1;
            assertEquals(
                    List.of("BDAT " + first, "BDAT " + (sent.length() - first) + " LAST"),
                    peer.heard().stream()
                            .filter(line -> line.startsWith("BDAT"))
                            .toList());
        }
    }

    private static void assertAscii(String sent) {
        assertTrue(sent.chars().allMatch(c -> c < 0x80), sent);
    }

    /** As it goes through DATA. */
    private static String wire(String text) {
        return text.replace("\n", "\r\n").replace("\r\n.\r\n", "\r\n..\r\n");
    }
}
