package mailserver.smtp.client;

import static mailserver.smtp.client.Sending.ANN;
import static mailserver.smtp.client.Sending.BOB;
import static mailserver.smtp.client.Sending.HASTY;
import static mailserver.smtp.client.Sending.PATIENT;
import static mailserver.smtp.client.Sending.SENDER;
import static mailserver.smtp.client.Sending.TEXT;
import static mailserver.smtp.client.Sending.assertDelivered;
import static mailserver.smtp.client.Sending.deferral;
import static mailserver.smtp.client.Sending.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.config.value.Fingerprint;
import mailserver.config.value.HostPort;
import mailserver.config.value.Peer;
import mailserver.config.value.TlsPolicy;
import mailserver.config.value.TlsPolicy.Mode;
import mailserver.mail.Envelope;
import mailserver.mail.MailParameters;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.smtp.Reply;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.ScriptedPeer.Fault;
import mailserver.smtp.TestCertificate;
import mailserver.smtp.client.connection.ClientTimeouts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mail that goes over TLS to servers we know or not at all, and mail that would rather be overheard than late (RFC 8689). */
class SmtpClientRequireTlsTest {
    private static final String FROM_ME = "MAIL FROM:<me@here.example>";
    private static final TlsPolicy REQUIRE = new TlsPolicy(Mode.REQUIRE, Optional.empty(), Optional.empty());

    @TempDir
    static Path folder;

    private static TestCertificate certificate;

    @BeforeAll
    static void certify() throws IOException {
        certificate = TestCertificate.selfSigned(folder, "localhost");
    }

    private static ScriptedPeer willing(Fault... faults) throws IOException {
        return ScriptedPeer.withTls(certificate.layer(), List.of("REQUIRETLS", "PIPELINING"), faults);
    }

    private static DeliveryResult deliver(ScriptedPeer peer, TlsPolicy policy, Envelope envelope) throws IOException {
        return deliver(PATIENT, peer, policy, envelope, TEXT);
    }

    private static DeliveryResult deliver(
            ClientTimeouts timeouts, ScriptedPeer peer, TlsPolicy policy, Envelope envelope, String text)
            throws IOException {
        var way = new Peer(new HostPort("localhost", peer.port()), policy, Optional.empty());
        return Sending.deliver(timeouts, way, envelope, text.getBytes(StandardCharsets.UTF_8));
    }

    private static TlsPolicy pinned() {
        return pinned(certificate.fingerprint());
    }

    private static TlsPolicy pinned(Fingerprint pin) {
        return new TlsPolicy(Mode.REQUIRE, Optional.of(pin), Optional.empty());
    }

    private static Envelope protectedMail(ReversePath sender) {
        return new Envelope(
                "id", sender, List.of(Recipient.of(ANN), Recipient.of(BOB)), MailParameters.NONE.requiringTls(true));
    }

    @Test
    void rfc8689_4_2_1_it_goes_with_its_tag_to_a_peer_that_is_verified_and_promises_the_same() throws IOException {
        var vouchedFor = new TlsPolicy(Mode.REQUIRE, Optional.empty(), Optional.of(certificate.file()));
        for (TlsPolicy policy : List.of(pinned(), vouchedFor)) {
            try (var peer = willing()) {
                assertDelivered(deliver(peer, policy, protectedMail(SENDER)), ANN, BOB);
                assertTrue(peer.heardInTls().contains(FROM_ME + " REQUIRETLS"), peer.heardInTls()::toString);
            }
        }
    }

    @Test
    void rfc8689_2_other_mail_has_no_tag() throws IOException {
        try (var peer = willing()) {
            assertDelivered(deliver(peer, pinned(), Sending.envelope(ANN)), ANN);
            assertTrue(peer.heardInTls().contains(FROM_ME), peer.heardInTls()::toString);
        }
    }

    @Test
    void rfc8689_4_2_1_a_peer_that_promises_nothing_gets_nothing() throws IOException {
        var onlyInTheClear = new Fault.AnswerOnce("EHLO", 1, "250-peer.example", "250-REQUIRETLS", "250 STARTTLS");
        try (var peer = ScriptedPeer.withTls(certificate.layer(), List.of(), onlyInTheClear)) {
            DeliveryResult delivery = deliver(peer, pinned(), protectedMail(SENDER));
            Reply verdict = verdict(delivery, ANN);
            assertEquals("550 5.7.30", verdict.code() + " " + verdict.fullStatus());
            assertTrue(verdict.toString().contains("REQUIRETLS support required"), verdict::toString);
            assertEquals(verdict, verdict(delivery, BOB));
            assertEquals("QUIT", peer.heard().getLast());
            assertNoMail(peer);
        }
    }

    @Test
    void rfc8689_4_2_1_tls_with_somebody_unknown_is_not_enough() throws IOException {
        for (TlsPolicy policy : List.of(TlsPolicy.OPPORTUNISTIC, REQUIRE, TlsPolicy.NONE)) {
            try (var peer = willing()) {
                assertNeedsEncryption(deliver(peer, policy, protectedMail(SENDER)), "a pin or an authority in [peers]");
                assertEquals(List.of(), peer.heard());
            }
        }
    }

    @Test
    void rfc8689_8_2_an_offer_of_tls_that_somebody_cut_out_brings_the_message_back() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("REQUIRETLS", "XXXXXXXA"))) {
            assertNeedsEncryption(deliver(peer, pinned(), protectedMail(SENDER)), "doesn't offer it");
            assertNoMail(peer);
        }
    }

    @Test
    void rfc8689_8_2_somebody_else_with_a_certificate_of_his_own_brings_the_message_back() throws IOException {
        Fingerprint pin = TestCertificate.selfSigned(folder, "localhost").fingerprint();
        try (var peer = willing()) {
            assertNeedsEncryption(deliver(peer, pinned(pin), protectedMail(SENDER)), "which is pinned");
            assertNoMail(peer);
        }
    }

    @Test
    void rfc8689_4_2_1_a_peer_that_says_no_to_tls_for_good_brings_the_message_back() throws IOException {
        try (var peer = willing(new Fault.Answer("STARTTLS", "502 what?"))) {
            assertNeedsEncryption(deliver(peer, pinned(), protectedMail(SENDER)), "STARTTLS was answered 502");
            assertNoMail(peer);
        }
    }

    static Stream<Fault> accidents() {
        return Stream.of(
                new Fault.Answer("STARTTLS", "454 4.7.0 no TLS today"),
                new Fault.Drop("STARTTLS"),
                new Fault.GarbledHandshake(),
                new Fault.SilentHandshake(),
                new Fault.DropAfterHandshake(),
                new Fault.Refuse());
    }

    @ParameterizedTest
    @MethodSource("accidents")
    void what_happens_to_a_connection_is_for_now_only_and_nothing_leaves(Fault fault) throws IOException {
        try (var peer = willing(fault)) {
            deferral(deliver(HASTY, peer, pinned(), protectedMail(SENDER), TEXT), ANN);
            assertNoMail(peer);
        }
    }

    @Test
    void rfc8689_5_a_report_keeps_its_tag_where_it_can_and_is_sent_all_the_same_where_it_can_not() throws IOException {
        Envelope report = protectedMail(ReversePath.NULL);
        try (var peer = willing()) {
            assertDelivered(deliver(peer, pinned(), report), ANN);
            assertTrue(peer.heardInTls().contains("MAIL FROM:<> REQUIRETLS"), peer.heardInTls()::toString);
        }
        try (var peer = willing()) {
            // RFC 8689 §2: not to somebody of whom we don't know who it is.
            assertDelivered(deliver(peer, TlsPolicy.OPPORTUNISTIC, report), ANN);
            assertTrue(peer.heardInTls().contains("MAIL FROM:<>"), peer.heardInTls()::toString);
        }
        for (TlsPolicy policy : List.of(TlsPolicy.OPPORTUNISTIC, TlsPolicy.NONE)) {
            try (var peer = ScriptedPeer.start(List.of("REQUIRETLS"))) {
                assertDelivered(deliver(peer, policy, report), ANN);
                assertTrue(peer.heard().contains("MAIL FROM:<>"), peer.heard()::toString);
            }
        }
    }

    @Test
    void rfc8689_3_an_author_who_needs_no_tls_passes_over_nothing_that_our_administrator_requires() throws IOException {
        String text = "TLS-Required: No\n" + TEXT;
        var noTls = new Fault.GarbledHandshake();
        try (var peer = willing(noTls)) {
            assertDelivered(deliver(PATIENT, peer, TlsPolicy.OPPORTUNISTIC, Sending.envelope(ANN), text), ANN);
            assertTrue(peer.messages().getFirst().startsWith("TLS-Required: No\r\n"), peer.messages()::toString);
        }
        for (TlsPolicy policy : List.of(REQUIRE, pinned())) {
            try (var peer = willing(noTls)) {
                deferral(deliver(PATIENT, peer, policy, Sending.envelope(ANN), text), ANN);
                assertNoMail(peer);
            }
        }
    }

    @Test
    void rfc8689_4_1_where_MAIL_said_REQUIRETLS_the_header_field_means_nothing() throws IOException {
        try (var peer = willing(new Fault.GarbledHandshake())) {
            deferral(deliver(PATIENT, peer, pinned(), protectedMail(SENDER), "TLS-Required: No\n" + TEXT), ANN);
            assertNoMail(peer);
        }
    }

    private static void assertNeedsEncryption(DeliveryResult delivery, String why) {
        Reply verdict = verdict(delivery, ANN);
        assertEquals("550 5.7.10", verdict.code() + " " + verdict.fullStatus());
        assertTrue(verdict.toString().contains(why), verdict::toString);
        assertEquals(verdict, verdict(delivery, BOB));
    }

    private static void assertNoMail(ScriptedPeer peer) {
        assertTrue(peer.heard().stream().noneMatch(line -> line.startsWith("MAIL")), peer.heard()::toString);
        assertEquals(List.of(), peer.messages());
    }
}
