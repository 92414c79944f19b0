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
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.config.value.Fingerprint;
import mailserver.config.value.HostPort;
import mailserver.config.value.Peer;
import mailserver.config.value.TlsPolicy;
import mailserver.config.value.TlsPolicy.Mode;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.ScriptedPeer.Fault;
import mailserver.smtp.TestCertificate;
import mailserver.smtp.client.connection.ClientTimeouts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client and peers with TLS, with less than they say, and with somebody in between. */
class SmtpClientTlsTest {
    private static final byte[] OCTETS = TEXT.getBytes(StandardCharsets.UTF_8);
    private static final TlsPolicy REQUIRE = new TlsPolicy(Mode.REQUIRE, Optional.empty(), Optional.empty());

    @TempDir
    static Path folder;

    private static TestCertificate certificate;

    @BeforeAll
    static void certify() throws IOException {
        certificate = TestCertificate.selfSigned(folder, "localhost");
    }

    private static ScriptedPeer peer(Fault... faults) throws IOException {
        return ScriptedPeer.withTls(certificate.layer(), List.of("PIPELINING"), faults);
    }

    private static Peer to(ScriptedPeer peer, TlsPolicy tls) {
        return new Peer(new HostPort("localhost", peer.port()), tls, Optional.empty());
    }

    private static TlsPolicy pinned(Fingerprint pin) {
        return new TlsPolicy(Mode.REQUIRE, Optional.of(pin), Optional.empty());
    }

    private static TlsPolicy vouchedFor(Path authority) {
        return new TlsPolicy(Mode.REQUIRE, Optional.empty(), Optional.of(authority));
    }

    @Test
    void rfc3207_mail_goes_over_tls_where_that_is_offered() throws IOException {
        try (var peer = peer()) {
            assertDelivered(deliver(peer, ANN), ANN);
            assertEquals("EHLO here.example", peer.heard().get(0));
            assertEquals("STARTTLS", peer.heard().get(1));
            assertEquals(
                    List.of(
                            "EHLO here.example",
                            "MAIL FROM:<me@here.example>",
                            "RCPT TO:<ann@peer.example>",
                            "DATA",
                            "QUIT"),
                    peer.heardInTls());
            assertEquals(1, peer.messages().size());
        }
    }

    @Test
    void rfc3207_4_2_what_came_before_the_handshake_is_not_heard() throws IOException {
        try (var peer = peer(new Fault.Answer("STARTTLS", "220 go ahead", "250-injected", "250 AUTH PLAIN"))) {
            assertDelivered(deliver(peer, ANN), ANN);
            assertTrue(peer.heardInTls().contains("DATA"), peer.heardInTls()::toString);
        }
    }

    @Test
    void rfc3207_4_2_offers_in_the_clear_are_forgotten() throws IOException {
        var clear = new Fault.AnswerOnce("EHLO", 1, "250-peer.example", "250-SIZE 5", "250 STARTTLS");
        try (var peer = peer(clear)) {
            // A SIZE of 5 would have turned the message away.
            assertDelivered(deliver(to(peer, REQUIRE), ANN), ANN);
        }
    }

    @Test
    void tls_can_be_turned_off() throws IOException {
        try (var peer = peer()) {
            assertDelivered(deliver(to(peer, TlsPolicy.NONE), ANN), ANN);
            assertFalse(peer.heard().contains("STARTTLS"));
        }
    }

    static Stream<Fault> brokenTls() {
        return Stream.of(
                new Fault.Answer("STARTTLS", "454 4.7.0 no TLS today"),
                new Fault.Answer("STARTTLS", "502 what?"),
                new Fault.Answer("STARTTLS", "250 fine"),
                new Fault.Answer("STARTTLS", "no reply at all"),
                new Fault.Drop("STARTTLS"),
                new Fault.Hang("STARTTLS"),
                new Fault.GarbledHandshake(),
                new Fault.SilentHandshake(),
                new Fault.DropAfterHandshake());
    }

    /** In a hurry only where nothing would come. */
    private static ClientTimeouts enough(Fault fault) {
        return fault instanceof Fault.Hang || fault instanceof Fault.SilentHandshake ? HASTY : PATIENT;
    }

    @ParameterizedTest
    @MethodSource("brokenTls")
    void rfc7435_3_without_a_word_on_tls_mail_goes_in_the_clear_when_tls_fails(Fault fault) throws IOException {
        try (var peer = peer(fault)) {
            assertDelivered(deliver(enough(fault), peer.asPeer(), envelope(ANN, BOB), OCTETS), ANN, BOB);
            assertEquals(1, peer.messages().size());
            assertEquals(List.of(), peer.heardInTls());
            // A new connection: on the old one an answer could belong to anything.
            assertEquals(
                    2,
                    peer.heard().stream()
                            .filter(line -> line.startsWith("EHLO"))
                            .count());
        }
    }

    @ParameterizedTest
    @MethodSource("brokenTls")
    void where_tls_is_required_nothing_leaves_when_it_fails(Fault fault) throws IOException {
        for (TlsPolicy policy : List.of(REQUIRE, pinned(certificate.fingerprint()), vouchedFor(certificate.file()))) {
            try (var peer = peer(fault)) {
                DeliveryResult delivery = deliver(enough(fault), to(peer, policy), envelope(ANN, BOB), OCTETS);
                assertStarts("no TLS with localhost (", deferral(delivery, ANN).why());
                assertEquals(deferral(delivery, ANN), deferral(delivery, BOB));
                assertNoMail(peer);
            }
        }
    }

    @Test
    void rfc3207_6_an_offer_that_somebody_cut_out_is_missed_where_tls_is_required() throws IOException {
        for (TlsPolicy policy : List.of(REQUIRE, pinned(certificate.fingerprint()), vouchedFor(certificate.file()))) {
            try (var peer = ScriptedPeer.start(List.of("PIPELINING", "XXXXXXXA"))) {
                String why = deferral(deliver(to(peer, policy), ANN), ANN).why();
                assertTrue(why.contains("TLS is required, and localhost ("), why);
                assertTrue(why.endsWith("port " + peer.port() + " doesn't offer it"), why);
                assertNoMail(peer);
            }
        }
    }

    @Test
    void any_certificate_will_do_where_only_tls_is_required() throws IOException {
        var foreign = TestCertificate.selfSigned(folder, "somebody.else.example");
        try (var peer = ScriptedPeer.withTls(foreign.layer(), List.of())) {
            assertDelivered(deliver(to(peer, REQUIRE), ANN), ANN);
            assertTrue(peer.heardInTls().contains("DATA"), peer.heardInTls()::toString);
        }
    }

    @Test
    void the_pinned_certificate_is_believed_whatever_its_name() throws IOException {
        var foreign = TestCertificate.selfSigned(folder, "somebody.else.example");
        try (var peer = ScriptedPeer.withTls(foreign.layer(), List.of())) {
            assertDelivered(deliver(to(peer, pinned(foreign.fingerprint())), ANN), ANN);
            assertTrue(peer.heardInTls().contains("DATA"), peer.heardInTls()::toString);
        }
    }

    @Test
    void another_certificate_than_the_pinned_one_is_named() throws IOException {
        Fingerprint pin = TestCertificate.selfSigned(folder, "localhost").fingerprint();
        try (var peer = peer()) {
            String why = deferral(deliver(to(peer, pinned(pin)), ANN), ANN).why();
            String shown = "the peer shows the certificate " + certificate.fingerprint();
            assertTrue(why.contains(shown + ", and not " + pin + ", which is pinned"), why);
            assertNoMail(peer);
        }
    }

    @Test
    void a_policy_to_try_with_a_pin_never_goes_on_in_the_clear() throws IOException {
        Fingerprint pin = TestCertificate.selfSigned(folder, "localhost").fingerprint();
        try (var peer = peer()) {
            var policy = new TlsPolicy(Mode.TRY, Optional.of(pin), Optional.empty());
            deferral(deliver(to(peer, policy), ANN), ANN);
            assertNoMail(peer);
        }
    }

    @Test
    void an_authority_vouches_for_a_peer_by_its_name() throws Exception {
        var authority = TestCertificate.Authority.make(folder, "Our Authority");
        try (var peer =
                ScriptedPeer.withTls(authority.certify(folder, "localhost").layer(), List.of())) {
            assertDelivered(deliver(to(peer, vouchedFor(authority.file())), ANN), ANN);
            assertTrue(peer.heardInTls().contains("DATA"), peer.heardInTls()::toString);
        }
        try (var peer =
                ScriptedPeer.withTls(authority.certify(folder, "other.example").layer(), List.of())) {
            String why = deferral(deliver(to(peer, vouchedFor(authority.file())), ANN), ANN)
                    .why();
            assertTrue(why.contains("localhost found"), why);
            assertNoMail(peer);
        }
    }

    @Test
    void a_certificate_that_no_authority_vouches_for() throws Exception {
        var authority = TestCertificate.Authority.make(folder, "Our Authority");
        var stranger =
                TestCertificate.Authority.make(folder, "Another Authority").certify(folder, "localhost");
        for (TestCertificate shown : List.of(certificate, stranger)) {
            try (var peer = ScriptedPeer.withTls(shown.layer(), List.of())) {
                String why = deferral(deliver(to(peer, vouchedFor(authority.file())), ANN), ANN)
                        .why();
                assertTrue(why.contains("no authority that we know vouches for the certificate that it shows"), why);
                assertNoMail(peer);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void an_authority_that_is_no_certificate(String text) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "ca", ".pem"), text);
        try (var peer = peer()) {
            String why = deferral(deliver(to(peer, vouchedFor(file)), ANN), ANN).why();
            assertTrue(why.contains(file.toString()), why);
            assertNoMail(peer);
        }
    }

    @Test
    void rfc3030_chunks_that_a_peer_cannot_take_go_as_lines_over_tls_too() throws IOException {
        try (var peer =
                ScriptedPeer.withTls(certificate.layer(), List.of("CHUNKING"), new Fault.TakesChunksForCommands())) {
            assertDelivered(deliver(to(peer, REQUIRE), ANN), ANN);
            assertTrue(peer.heardInTls().contains("DATA"), peer.heardInTls()::toString);
            assertEquals(1, peer.messages().size());
        }
    }

    private static void assertStarts(String start, String text) {
        assertTrue(text.startsWith(start), text);
    }

    private static void assertNoMail(ScriptedPeer peer) {
        assertTrue(peer.heard().stream().noneMatch(line -> line.startsWith("MAIL")), peer.heard()::toString);
        assertEquals(List.of(), peer.messages());
    }
}
