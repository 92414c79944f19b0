package mailserver.smtp.client;

import static mailserver.smtp.client.Sending.ANN;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import mailserver.config.value.HostPort;
import mailserver.config.value.Peer;
import mailserver.config.value.PeerLogin;
import mailserver.config.value.TlsPolicy;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.ScriptedPeer.Fault;
import mailserver.smtp.TestCertificate;
import mailserver.smtp.client.connection.ClientFallback;
import mailserver.wire.Transcript;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client at a smarthost that wants to know who it is. */
class SmtpClientAuthTest {
    private static final String PASSWORD = "pässword 1";

    @TempDir
    Path folder;

    private TestCertificate certificate;
    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        certificate = TestCertificate.selfSigned(folder, "localhost");
        file = Files.writeString(folder.resolve("peer-password"), PASSWORD + "\n");
    }

    private ScriptedPeer smarthost(String offer, Fault... faults) throws IOException {
        return ScriptedPeer.withTls(certificate.layer(), List.of(offer), faults);
    }

    private Peer to(ScriptedPeer peer, TlsPolicy tls) {
        return new Peer(
                new HostPort("localhost", peer.port()), tls, Optional.of(new PeerLogin("us@smarthost.example", file)));
    }

    private TlsPolicy pinned() {
        return new TlsPolicy(TlsPolicy.Mode.REQUIRE, Optional.of(certificate.fingerprint()), Optional.empty());
    }

    @Test
    void rfc4616_plain_with_an_initial_response_over_tls() throws IOException {
        try (var peer = smarthost("AUTH LOGIN PLAIN")) {
            assertDelivered(deliver(to(peer, pinned()), ANN), ANN);
            assertEquals(
                    "AUTH PLAIN " + base64("\0us@smarthost.example\0" + PASSWORD),
                    peer.heardInTls().get(1));
            assertEquals(
                    1,
                    peer.heard().stream()
                            .filter(line -> line.startsWith("AUTH"))
                            .count());
        }
    }

    @Test
    void login_where_there_is_only_that() throws IOException {
        try (var peer = smarthost("AUTH LOGIN CRAM-MD5")) {
            assertDelivered(deliver(to(peer, pinned()), ANN), ANN);
            assertEquals(
                    List.of("AUTH LOGIN", base64("us@smarthost.example"), base64(PASSWORD)),
                    peer.heardInTls().subList(1, 4));
        }
    }

    @Test
    void rfc4954_5_who_handed_the_mail_in_is_left_open_to_a_server_that_we_have_logged_in_to() throws IOException {
        try (var peer = smarthost("AUTH PLAIN")) {
            assertDelivered(deliver(to(peer, pinned()), ANN), ANN);
            assertTrue(peer.heard().contains("MAIL FROM:<me@here.example> AUTH=<>"), peer.heard()::toString);
        }
        try (var peer = smarthost("AUTH PLAIN")) {
            assertDelivered(deliver(peer.asPeer(), ANN), ANN);
            assertTrue(peer.heard().contains("MAIL FROM:<me@here.example>"), peer.heard()::toString);
        }
    }

    @Test
    void a_wrong_password_defers_the_mail_and_says_why() throws IOException {
        for (String mechanism : List.of("PLAIN", "LOGIN")) {
            String step = mechanism.equals("PLAIN") ? "AUTH PLAIN" : "PASSWORD";
            try (var peer = smarthost("AUTH " + mechanism, new Fault.Answer(step, "535 5.7.8 who are you?"))) {
                RecipientOutcome.Deferred deferred = deferral(deliver(to(peer, pinned()), ANN), ANN);
                assertTrue(deferred.why().startsWith("AUTH " + mechanism + " was answered 535 5.7.8"), deferred.why());
                assertEquals(535, deferred.reply().orElseThrow().code());
                assertNoMail(peer);
            }
        }
    }

    @Test
    void a_smarthost_that_offers_no_login_we_know() throws IOException {
        for (String offer : List.of("SIZE", "AUTH", "AUTH GSSAPI")) {
            try (var peer = smarthost(offer)) {
                String why = deferral(deliver(to(peer, pinned()), ANN), ANN).why();
                assertTrue(why.startsWith("the next server offers no login by AUTH PLAIN or AUTH LOGIN"), why);
                assertNoMail(peer);
            }
        }
    }

    @Test
    void a_password_file_that_is_gone_or_empty() throws IOException {
        for (String content : List.of("", "\nsecond line", "a\0b")) {
            Files.writeString(file, content);
            try (var peer = smarthost("AUTH PLAIN")) {
                String why = deferral(deliver(to(peer, pinned()), ANN), ANN).why();
                assertTrue(why.contains("the first line of " + file + " is no password"), why);
            }
        }
        Files.delete(file);
        try (var peer = smarthost("AUTH PLAIN")) {
            String why = deferral(deliver(to(peer, pinned()), ANN), ANN).why();
            assertTrue(why.contains("no such file: " + file), why);
            assertNoMail(peer);
        }
    }

    @Test
    void in_the_clear_a_password_goes_no_further_than_this_machine() throws Exception {
        try (var peer = ScriptedPeer.start(List.of("AUTH PLAIN"))) {
            assertDelivered(deliver(to(peer, TlsPolicy.OPPORTUNISTIC), ANN), ANN);
            assertTrue(peer.heard().get(1).startsWith("AUTH PLAIN "), peer.heard()::toString);
            var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 25);
            var elsewhere = new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 25);
            assertFalse(new ClientFallback(here, "here", to(peer, TlsPolicy.OPPORTUNISTIC)).needsTls());
            for (TlsPolicy policy : List.of(TlsPolicy.OPPORTUNISTIC, TlsPolicy.NONE)) {
                assertTrue(new ClientFallback(elsewhere, "there", to(peer, policy)).needsTls());
            }
        }
    }

    @Test
    void the_transcript_sees_no_secret() throws IOException {
        for (String mechanism : List.of("PLAIN", "LOGIN")) {
            var seen = new ArrayList<String>();
            var transcript = new Transcript() {
                @Override
                public void received(String line) {}

                @Override
                public void sent(String line) {
                    seen.add(line);
                }
            };
            Path eml = Files.writeString(folder.resolve("message.eml"), TEXT);
            try (var peer = smarthost("AUTH " + mechanism);
                    var client = new SmtpClient("here.example", PATIENT, address -> transcript)) {
                assertDelivered(client.deliver(to(peer, pinned()), envelope(ANN), eml), ANN);
            }
            List<String> auth =
                    mechanism.equals("PLAIN") ? List.of("AUTH PLAIN ****") : List.of("AUTH LOGIN", "****", "****");
            assertEquals(auth, seen.subList(3, 3 + auth.size()));
            assertEquals("MAIL FROM:<me@here.example> AUTH=<>", seen.get(3 + auth.size()));
        }
    }

    private static void assertNoMail(ScriptedPeer peer) {
        assertTrue(peer.heard().stream().noneMatch(line -> line.startsWith("MAIL")), peer.heard()::toString);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
