package mailserver.smtp.client;

import static mailserver.smtp.client.Sending.ANN;
import static mailserver.smtp.client.Sending.BOB;
import static mailserver.smtp.client.Sending.CYD;
import static mailserver.smtp.client.Sending.assertDelivered;
import static mailserver.smtp.client.Sending.deferral;
import static mailserver.smtp.client.Sending.deliver;
import static mailserver.smtp.client.Sending.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import mailserver.mail.Address;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.ScriptedPeer.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LIMITS: what a peer takes at the most, RFC 9422. */
class SmtpClientLimitsTest {
    private static final Address DAN = new Address("dan", "other.example");
    private static final Address EVE = new Address("eve", "third.example");

    @Test
    void rfc9422_4_2_more_recipients_go_in_further_transactions_on_the_same_connection() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("LIMITS RCPTMAX=2"))) {
            DeliveryResult delivery = deliver(peer, ANN, BOB, CYD);
            assertEquals(List.of(ANN, BOB, CYD), List.copyOf(delivery.outcomes().keySet()));
            assertDelivered(delivery, ANN, BOB, CYD);
            assertEquals(
                    List.of(
                            "EHLO here.example",
                            "MAIL FROM:<me@here.example>",
                            "RCPT TO:<ann@peer.example>",
                            "RCPT TO:<bob@peer.example>",
                            "DATA",
                            "RSET",
                            "MAIL FROM:<me@here.example>",
                            "RCPT TO:<cyd@peer.example>",
                            "DATA",
                            "QUIT"),
                    peer.heard());
            assertEquals(2, peer.messages().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PIPELINING", "CHUNKING", "X-NOTHING"})
    void rfc9422_4_2_each_transaction_has_its_own_outcome(String extension) throws IOException {
        try (var peer = ScriptedPeer.start(
                List.of(extension, "LIMITS RCPTMAX=1"),
                new Fault.Answer("RCPT TO:<ann@", "550 5.1.1 never"),
                new Fault.AnswerOnce(".", extension.equals("PIPELINING") ? 2 : 1, "451 4.3.0 later"))) {
            DeliveryResult delivery = deliver(peer, ANN, BOB, CYD);
            assertEquals(550, refusal(delivery, ANN).code());
            assertEquals(451, deferral(delivery, BOB).reply().orElseThrow().code());
            assertDelivered(delivery, CYD);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PIPELINING", "CHUNKING", "X-NOTHING"})
    void rfc9422_4_2_what_is_delivered_stays_so_when_the_connection_is_lost(String extension) throws IOException {
        for (Fault fault : List.of(
                new Fault.Drop("RSET"),
                new Fault.Answer("RSET", "502 what?"),
                new Fault.AnswerAndDrop("RCPT TO:<bob@", "421 goodbye"),
                new Fault.AnswerOnce("MAIL", 2, "452 enough for now"))) {
            try (var peer = ScriptedPeer.start(List.of(extension, "LIMITS RCPTMAX=1"), fault)) {
                DeliveryResult delivery = deliver(peer, ANN, BOB, CYD);
                assertDelivered(delivery, ANN);
                deferral(delivery, BOB);
                deferral(delivery, CYD);
                // A DATA that went ahead in vain ends with a lone dot.
                assertEquals(
                        1,
                        peer.messages().stream().filter(text -> !text.isEmpty()).count());
            }
        }
    }

    @Test
    void rfc9422_4_2_who_has_the_message_gets_it_once_when_chunks_fail_later_on() throws IOException {
        try (var peer = ScriptedPeer.start(
                List.of("CHUNKING", "LIMITS RCPTMAX=1"), new Fault.AnswerOnce("BDAT", 2, "500 what?"))) {
            assertDelivered(deliver(peer, ANN, BOB, CYD), ANN, BOB, CYD);
            assertEquals(3, peer.messages().size());
            List<String> heard = peer.heard();
            assertEquals(
                    List.of("MAIL FROM:<me@here.example>", "RCPT TO:<bob@peer.example>", "DATA", "RSET"),
                    heard.subList(heard.lastIndexOf("EHLO here.example") + 1, heard.size() - 4));
        }
    }

    @Test
    void rfc9422_4_1_who_is_left_after_the_last_transaction_waits() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("LIMITS MAILMAX=2 RCPTMAX=1"))) {
            DeliveryResult delivery = deliver(peer, ANN, BOB, CYD);
            assertDelivered(delivery, ANN, BOB);
            assertEquals(
                    "the next server takes only 2 transactions on one connection",
                    deferral(delivery, CYD).why());
            assertEquals("QUIT", peer.heard().getLast());
            assertEquals(2, peer.messages().size());
        }
    }

    @Test
    void rfc9422_4_3_recipients_of_more_domains_wait_for_another_connection() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("LIMITS RCPTDOMAINMAX=2"))) {
            DeliveryResult delivery = deliver(peer, ANN, DAN, EVE, BOB);
            assertDelivered(delivery, ANN, DAN, BOB);
            assertEquals(
                    "the next server takes recipients of only 2 domains on one connection",
                    deferral(delivery, EVE).why());
            assertEquals(1, peer.messages().size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LIMITS",
                "LIMITS RCPTMAX",
                "LIMITS RCPTMAX=",
                "LIMITS RCPTMAX=0",
                "LIMITS RCPTMAX=01",
                "LIMITS RCPTMAX=-1",
                "LIMITS RCPTMAX=1000000",
                "LIMITS RCPTMAX=1.5 MAILMAX=one RCPTDOMAINMAX=0x1",
                "LIMITS RCPTMAXIMUM=1 XRCPTMAX=1",
                "LIMITS RCPTMAX=99999999999999999999"
            })
    void rfc9422_3_a_limit_that_nobody_understands_is_none(String offer) throws IOException {
        try (var peer = ScriptedPeer.start(List.of(offer))) {
            assertDelivered(deliver(peer, ANN, DAN, BOB), ANN, DAN, BOB);
            assertEquals(1, peer.messages().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"limits rcptmax=1", "LIMITS  X=y;  RcptMax=1 MAILMAX=", "LIMITS FLAG RCPTMAX=1"})
    void rfc9422_3_what_can_be_understood_counts_beside_what_can_not(String offer) throws IOException {
        try (var peer = ScriptedPeer.start(List.of(offer))) {
            assertDelivered(deliver(peer, ANN, BOB), ANN, BOB);
            assertEquals(2, peer.messages().size());
        }
    }

    @Test
    void a_recipient_named_twice_is_sent_to_once() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("LIMITS RCPTMAX=1"))) {
            assertDelivered(deliver(peer, ANN, ANN), ANN);
            assertEquals(1, peer.messages().size());
        }
    }
}
