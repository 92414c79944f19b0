package mailserver.server;

import static mailserver.server.Letters.belowTrace;
import static mailserver.server.Letters.letter;
import static mailserver.server.Letters.only;
import static mailserver.server.Letters.send;
import static mailserver.server.Letters.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mailserver.TestServer;
import mailserver.config.value.Fingerprint;
import mailserver.queue.RecipientState;
import mailserver.smtp.ScriptedPeer;
import mailserver.tls.Identity;
import mailserver.tls.TlsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers that know each other by their certificates, and the mail between them. */
class SecureRelayTest {
    private static final String BOB = "bob@here.example";
    private static final String ALICE = "alice@other.example";

    @TempDir
    Path temp;

    private final List<TestServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(TestServer::close);
    }

    @Test
    void rfc3848_mail_between_two_servers_is_encrypted_without_a_word_in_the_configuration() throws Exception {
        TestServer other = server("other.example", "");
        TestServer here = server("here.example", peer("other.example", other.smtpPort(), ""));
        send(here.smtpPort(), BOB, List.of(ALICE), letter("private"));
        String stored = only(other, "other.example", "alice");
        assertTrue(stored.contains("by mail.other.example with ESMTPS "), stored);
        assertEquals(letter("private"), belowTrace(stored));
    }

    @Test
    void two_servers_pin_each_other() throws Exception {
        TestServer other = server("other.example", "");
        TestServer here = server("here.example", pinned("other.example", other.smtpPort(), fingerprint(other)));
        pin(other, "here.example", here.smtpPort(), fingerprint(here));
        send(here.smtpPort(), BOB, List.of(ALICE), letter("there"));
        String there = only(other, "other.example", "alice");
        assertTrue(there.contains("by mail.other.example with ESMTPS "), there);
        send(other.smtpPort(), ALICE, List.of(BOB), letter("and back"));
        String back = only(here, "here.example", "bob");
        assertTrue(back.contains("by mail.here.example with ESMTPS "), back);
        assertEquals(letter("and back"), belowTrace(back));
    }

    @Test
    void two_servers_refuse_each_other_when_the_pin_is_wrong_and_the_queue_says_why() throws Exception {
        TestServer other = server("other.example", "");
        TestServer here = server("here.example", "");
        // Each is taken for the other: a pin of one's own certificate.
        pin(here, "other.example", other.smtpPort(), fingerprint(here));
        pin(other, "here.example", here.smtpPort(), fingerprint(other));
        send(here.smtpPort(), BOB, List.of(ALICE), letter("there"));
        send(other.smtpPort(), ALICE, List.of(BOB), letter("and back"));
        untilReason(here, mismatch(fingerprint(other), fingerprint(here)));
        untilReason(other, mismatch(fingerprint(here), fingerprint(other)));
        assertEquals(List.of(), other.mail("other.example", "alice"));
        assertEquals(List.of(), here.mail("here.example", "bob"));
        assertTrue(TestServer.text(here.queued().getFirst())
                .contains(fingerprint(other).toString()));

        // With the right pin the mail that waits goes out.
        pin(here, "other.example", other.smtpPort(), fingerprint(other));
        assertEquals(letter("there"), belowTrace(only(other, "other.example", "alice")));
        until(() -> here.queued().isEmpty());
    }

    @Test
    void rfc3207_6_the_queue_says_that_a_peer_has_lost_its_tls() throws Exception {
        try (var stripped = ScriptedPeer.start(List.of())) {
            TestServer here = server("here.example", peer("other.example", stripped.port(), ", tls = \"require\""));
            send(here.smtpPort(), BOB, List.of(ALICE), letter("not like this"));
            untilReason(here, "TLS is required, and 127.0.0.1 port " + stripped.port() + " doesn't offer it");
            assertEquals(List.of(), stripped.messages());
        }
    }

    @Test
    void a_second_message_that_waits_behind_the_first_says_why_too() throws Exception {
        try (var stripped = ScriptedPeer.start(List.of())) {
            String slow = "[relay]\nretry = [\"1h\"]\n";
            TestServer here =
                    server("here.example", slow, peer("other.example", stripped.port(), ", tls = \"require\""));
            send(here.smtpPort(), BOB, List.of(ALICE), letter("one"));
            untilReason(here, "TLS is required");
            send(here.smtpPort(), BOB, List.of(ALICE), letter("two"));
            until(() -> here.server().queue().hops().stream()
                    .anyMatch(hop -> hop.waiting() == 2
                            && hop.trouble().orElseThrow().why().contains("TLS is required")));
        }
    }

    private static String mismatch(Fingerprint shown, Fingerprint pinned) {
        return "the peer shows the certificate " + shown + ", and not " + pinned + ", which is pinned";
    }

    private static void untilReason(TestServer server, String reason) {
        until(() -> server.server().queue().entries().stream()
                .flatMap(entry -> entry.recipients().stream())
                .map(RecipientState::lastError)
                .anyMatch(error -> error.contains(reason)));
    }

    private TestServer server(String domain, String... more) {
        String folder = domain.substring(0, domain.indexOf('.'));
        String settings = more[0].startsWith("[relay]") ? "" : "[relay]\nretry = [\"200ms\"]\n";
        var server = TestServer.start(temp.resolve(folder), domain, settings + String.join("\n", more));
        servers.add(server);
        return server;
    }

    private static void pin(TestServer server, String domain, int port, Fingerprint fingerprint) {
        String before =
                TestServer.text(server.home.resolve("etc/mailserver.toml")).replaceAll("(?s)\\[peers].*", "");
        server.write("etc/mailserver.toml", before + pinned(domain, port, fingerprint));
        server.server().reload(server.settings());
    }

    private static String pinned(String domain, int port, Fingerprint fingerprint) {
        return peer(domain, port, ", pin = \"" + fingerprint + "\"");
    }

    private static String peer(String domain, int port, String more) {
        return "[peers]\n\"%s\" = { host = \"127.0.0.1:%d\"%s }\n".formatted(domain, port, more);
    }

    private static Fingerprint fingerprint(TestServer server) throws TlsException {
        Path files = server.home.resolve("etc/tls");
        return Identity.read(files.resolve("cert.pem"), files.resolve("key.pem"))
                .fingerprint();
    }
}
