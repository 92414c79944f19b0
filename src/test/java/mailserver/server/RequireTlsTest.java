package mailserver.server;

import static mailserver.server.Letters.belowTrace;
import static mailserver.server.Letters.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mailserver.Dialogue;
import mailserver.TestServer;
import mailserver.TlsClient;
import mailserver.config.value.Fingerprint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** REQUIRETLS (RFC 8689) from the client through two servers and back. */
class RequireTlsTest {
    @TempDir
    Path temp;

    private final List<TestServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(TestServer::close);
    }

    @Test
    void rfc8689_2_it_is_offered_and_taken_in_tls_alone() throws IOException {
        TestServer here = server("here.example", "");
        try (var clear = Dialogue.with(here.smtpPort())) {
            clear.expectReply(220);
            List<String> offers = clear.send("EHLO client.example").expectReply(250);
            assertFalse(offers.toString().contains("REQUIRETLS"), offers::toString);
            clear.talk("""
                    C: MAIL FROM:<a@else.example> REQUIRETLS
                    S: 530 5.7.10 REQUIRETLS needs a message that comes over TLS
                    C: MAIL FROM:<a@else.example> REQUIRETLS=yes
                    S: 501 5.5.4
                    C: MAIL FROM:<a@else.example>
                    S: 250 2.1.0
                    """);
        }
        try (var secured = secured(here)) {
            List<String> offers = secured.send("EHLO client.example").expectReply(250);
            assertTrue(offers.contains("250-REQUIRETLS"), offers::toString);
            secured.talk("""
                    C: MAIL FROM:<a@else.example> requiretls
                    S: 250 2.1.0
                    """);
        }
    }

    @Test
    void rfc8689_4_1_the_tag_stays_with_a_message_from_server_to_server() throws Exception {
        TestServer last = server("last.example", "");
        TestServer middle = server("middle.example", pinned("last.example", last));
        TestServer here = server("here.example", "");
        middle.write("etc/aliases", "alice@middle.example: alice@last.example\n");
        middle.server().reload(middle.settings());
        peers(here, pinned("middle.example", middle));
        send(here, "alice@middle.example", "");
        String stored = only(last, "last.example", "alice");
        assertTrue(stored.contains("by mail.last.example with ESMTPS "), stored);
        assertTrue(stored.contains("by mail.middle.example with ESMTPS "), stored);
        assertTrue(belowTrace(stored).endsWith("\nSubject: private\n\nFor you alone\n"), stored);
    }

    @Test
    void rfc8689_4_2_1_a_message_that_can_not_be_protected_comes_back_without_its_text() throws Exception {
        TestServer other = server("other.example", "");
        TestServer here =
                server("here.example", "[peers]\n\"other.example\" = \"127.0.0.1:%d\"\n".formatted(other.smtpPort()));
        // RFC 8689 §5: RET=FULL is not heard.
        send(here, "alice@other.example", " RET=FULL");
        Report report = Report.of(only(here, "here.example", "bob"), "bob@here.example");
        report.assertFailed("alice@other.example", "5.7.10");
        assertTrue(report.words().contains("encryption needed"), report.words());
        assertEquals("text/rfc822-headers", report.originalType());
        assertFalse(report.original().contains("For you alone"), report.original());
        assertEquals(List.of(), other.mail("other.example", "alice"));
    }

    private TestServer server(String domain, String more) {
        var server = TestServer.start(temp.resolve(domain), domain, "[relay]\nretry = [\"200ms\"]\n" + more);
        servers.add(server);
        return server;
    }

    private static String pinned(String domain, TestServer server) {
        Fingerprint pin = server.server().identity().orElseThrow().fingerprint();
        return "[peers]\n\"%s\" = { host = \"127.0.0.1:%d\", pin = \"%s\" }\n"
                .formatted(domain, server.smtpPort(), pin);
    }

    private static void peers(TestServer server, String peers) {
        String before =
                TestServer.text(server.home.resolve("etc/mailserver.toml")).replaceAll("(?s)\\[peers].*", "");
        server.write("etc/mailserver.toml", before + peers);
        server.server().reload(server.settings());
    }

    private static Dialogue secured(TestServer server) throws IOException {
        var plain = Dialogue.with(server.smtpPort());
        plain.expectReply(220);
        plain.send("EHLO client.example").expectReply(250);
        plain.send("STARTTLS").expectReply(220);
        return new Dialogue(TlsClient.of(server).over(plain.socket()));
    }

    private static void send(TestServer server, String recipient, String parameters) throws IOException {
        String domain = server.settings().configuration().domains().getFirst();
        try (var client = secured(server)) {
            client.send("EHLO client.example").expectReply(250);
            client.talk("""
                    C: MAIL FROM:<bob@%s> REQUIRETLS%s
                    S: 250
                    C: RCPT TO:<%s>
                    S: 250
                    C: DATA
                    S: 354
                    C: Subject: private
                    C:
                    C: For you alone
                    C: .
                    S: 250
                    C: QUIT
                    S: 221
                    """.formatted(domain, parameters, recipient));
        }
    }
}
