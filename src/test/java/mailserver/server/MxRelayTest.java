package mailserver.server;

import static mailserver.server.Letters.belowTrace;
import static mailserver.server.Letters.letter;
import static mailserver.server.Letters.only;
import static mailserver.server.Letters.send;
import static mailserver.server.Letters.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mailserver.Dialogue;
import mailserver.TestServer;
import mailserver.dns.TestDns;
import mailserver.dns.TestDns.Fault;
import mailserver.load.Ports;
import mailserver.queue.RecipientState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;

/** Servers that find each other by DNS. */
class MxRelayTest {
    private static final String BOB = "bob@here.example";
    private static final String ALICE = "alice@other.example";

    @TempDir
    Path temp;

    private final List<TestServer> servers = new ArrayList<>();
    private TestDns dns;

    @BeforeEach
    void startDns() throws IOException {
        dns = TestDns.start();
    }

    @AfterEach
    void stop() throws IOException {
        servers.forEach(TestServer::close);
        dns.close();
    }

    @Test
    void mail_goes_to_the_exchanger_with_the_lower_preference_and_to_the_next_when_that_is_down() throws Exception {
        TestServer first = server("first", "other.example", "");
        TestServer second = at("127.0.0.2", first.smtpPort(), server("second", "other.example", ""));
        dns.with("""
                other.example. IN MX 10 first.example.
                other.example. IN MX 20 second.example.
                first.example. IN A 127.0.0.1
                second.example. IN A 127.0.0.2
                """);
        TestServer here = here("mx", first.smtpPort());
        send(here.smtpPort(), BOB, List.of(ALICE), letter("to the first"));
        String stored = only(first, "other.example", "alice");
        assertEquals(letter("to the first"), belowTrace(stored));
        // TLS as to any peer of which nothing is known.
        assertTrue(stored.contains("by mail.other.example with ESMTPS "), stored);
        assertEquals(List.of(), second.mail("other.example", "alice"));
        until(() -> here.queued().isEmpty());
        Outage.of(first, () -> {
            send(here.smtpPort(), BOB, List.of(ALICE), letter("to the second"));
            assertEquals(letter("to the second"), belowTrace(only(second, "other.example", "alice")));
            until(() -> here.queued().isEmpty());
        });
        assertEquals(1, first.mail("other.example", "alice").size());
    }

    @Test
    void rfc5321_5_1_mail_goes_to_the_domain_itself_where_it_has_no_exchanger() throws Exception {
        TestServer other = server("other", "other.example", "");
        dns.with("other.example. IN A 127.0.0.1");
        TestServer here = here("mx", other.smtpPort());
        send(here.smtpPort(), BOB, List.of(ALICE, "bob@OTHER.example"), letter("by address"));
        assertEquals(letter("by address"), belowTrace(only(other, "other.example", "alice")));
        assertEquals(letter("by address"), belowTrace(only(other, "other.example", "bob")));
    }

    @Test
    void a_refusal_is_reported_in_the_name_of_the_domain() throws Exception {
        TestServer other = server("other", "other.example", "");
        dns.with("other.example. IN MX 10 mx.example.\nmx.example. IN A 127.0.0.1");
        TestServer here = here("mx", other.smtpPort());
        send(here.smtpPort(), BOB, List.of("nobody@other.example"), letter("to nobody"));
        Report report = Report.of(only(here, "here.example", "bob"), BOB);
        report.assertFailed("nobody@other.example", "5.1.1");
        report.assertHas("Remote-MTA: dns; other.example");
    }

    @Test
    void rfc7505_mail_for_a_domain_that_takes_none_comes_back() throws Exception {
        dns.with("other.example. IN MX 0 .");
        assertComesBack("5.1.10", "other.example takes no mail");
    }

    @Test
    void mail_for_a_domain_that_is_not_there_comes_back() throws Exception {
        assertComesBack("5.1.2", "there is no domain other.example in DNS");
    }

    @Test
    void mail_for_exchangers_without_an_address_comes_back() throws Exception {
        dns.with("other.example. IN MX 10 gone.example.");
        assertComesBack("5.4.4", "no mail exchanger of other.example has an address");
    }

    @Test
    void rfc5321_5_1_mail_that_would_come_back_to_us_for_ever_comes_back_to_its_sender() throws Exception {
        dns.with("other.example. IN MX 10 mail.here.example.\nmail.here.example. IN A 192.0.2.1");
        assertComesBack("5.4.6", "mail loops back to us");
    }

    @Test
    void a_server_knows_itself_by_where_it_listens() throws Exception {
        int port = Ports.free();
        dns.with("other.example. IN MX 10 one.of.our.names.example.\none.of.our.names.example. IN A 127.0.0.1");
        TestServer here = at("127.0.0.1", port, here("mx", port));
        send(here.smtpPort(), BOB, List.of(ALICE), letter("round and round"));
        Report.of(only(here, "here.example", "bob"), BOB).assertFailed(ALICE, "5.4.6");
    }

    @Test
    void mail_waits_while_dns_fails_and_goes_when_it_is_mended() throws Exception {
        TestServer other = server("other", "other.example", "");
        dns.with(new Fault.Code(Rcode.SERVFAIL));
        TestServer here = here("mx", other.smtpPort());
        send(here.smtpPort(), BOB, List.of(ALICE), letter("patience"));
        until(() -> recipient(here).tries() > 1);
        String error = recipient(here).lastError();
        assertTrue(
                error.contains("DNS can't say where mail for other.example goes: 127.0.0.1 port ")
                        && error.endsWith(" says SERVFAIL (4.4.3)"),
                error);
        assertEquals(List.of(), here.mail("here.example", "bob"));
        dns.with("other.example. IN MX 10 mx.example.\nmx.example. IN A 127.0.0.1")
                .healed();
        assertEquals(letter("patience"), belowTrace(only(other, "other.example", "alice")));
        until(() -> here.queued().isEmpty());
    }

    @Test
    void a_reload_opens_the_world() throws Exception {
        TestServer other = server("other", "other.example", "");
        dns.with("other.example. IN A 127.0.0.1");
        TestServer here = here("refuse", other.smtpPort());
        assertRefused(here);
        String closed = TestServer.text(here.home.resolve("etc/mailserver.toml"));
        here.write("etc/mailserver.toml", closed.replace("otherwise = \"refuse\"", "otherwise = \"mx\""));
        here.server().reload(here.settings());
        send(here.smtpPort(), BOB, List.of(ALICE), letter("out at last"));
        assertEquals(letter("out at last"), belowTrace(only(other, "other.example", "alice")));
    }

    @Test
    void in_a_closed_world_nobody_is_asked() throws Exception {
        TestServer other = server("other", "other.example", "");
        TestServer here = here("refuse", other.smtpPort(), "[peers]\n\"other.example\" = \"localhost:PORT\"\n");
        assertRefused(here, "x@elsewhere.example");
        send(here.smtpPort(), BOB, List.of(ALICE), letter("to a peer"));
        only(other, "other.example", "alice");
        send(here.smtpPort(), "x@elsewhere.example", List.of("alice@here.example"), letter("from elsewhere"));
        only(here, "here.example", "alice");
        assertEquals(List.of(), dns.asked());
    }

    @Test
    void in_a_closed_world_not_even_the_library_for_dns_is_loaded() throws Exception {
        TestServer other = server("other", "other.example", "");
        Path loaded = temp.resolve("loaded");
        Path home = temp.resolve("process");
        HomeProcess.configure(
                home,
                0,
                configuration("refuse", other.smtpPort()) + "[peers]\n\"other.example\" = \"localhost:"
                        + other.smtpPort() + "\"\n");
        // The second line would have the library look up the names of peers, if it could.
        try (var process =
                HomeProcess.start(home, "-Xlog:class+load:file=" + loaded, "-Dorg.dnsjava.spi.enable=true")) {
            send(process.smtpPort(), BOB, List.of(ALICE), letter("to a peer"));
            only(other, "other.example", "alice");
        }
        List<String> classes = Files.readAllLines(loaded);
        assertTrue(classes.stream().anyMatch(line -> line.contains(" mailserver.dns.SystemNames ")));
        assertEquals(
                List.of(),
                classes.stream().filter(line -> line.contains(" org.xbill.")).toList());
        assertEquals(List.of(), dns.asked());
    }

    private void assertComesBack(String status, String why) throws Exception {
        TestServer here = here("mx", 1);
        send(here.smtpPort(), BOB, List.of(ALICE), letter("in vain"));
        Report report = Report.of(only(here, "here.example", "bob"), BOB);
        report.assertFailed(ALICE, status);
        assertTrue(report.words().contains("this server said:"), report.words());
        assertTrue(report.words().replace("\r", "").contains(why), report.words());
        until(() -> here.queued().isEmpty());
    }

    private static void assertRefused(TestServer server) throws IOException {
        assertRefused(server, ALICE);
    }

    private static void assertRefused(TestServer server, String recipient) throws IOException {
        try (var client = Dialogue.with(server.smtpPort())) {
            client.expectReply(220);
            client.send("EHLO client.example").expectReply(250);
            client.send("MAIL FROM:<" + BOB + ">").expectReply(250);
            client.send("RCPT TO:<" + recipient + ">").expectReply(550);
        }
    }

    private static RecipientState recipient(TestServer server) {
        return server.server().queue().entries().getFirst().recipients().getFirst();
    }

    private TestServer here(String otherwise, int smtpPort, String... more) {
        String lines = configuration(otherwise, smtpPort) + String.join("", more);
        return server("here", "here.example", lines.replace("PORT", String.valueOf(smtpPort)));
    }

    private String configuration(String otherwise, int smtpPort) {
        return """
                [relay]
                otherwise = "%s"
                retry = ["200ms"]
                [dns]
                servers = ["%s"]
                smtp_port = %d
                """.formatted(otherwise, dns.place(), smtpPort);
    }

    private TestServer server(String folder, String domain, String more) {
        var server = TestServer.start(temp.resolve(folder), domain, more);
        servers.add(server);
        return server;
    }

    /** Moves a server's SMTP port. */
    private static TestServer at(String host, int port, TestServer server) {
        String before = TestServer.text(server.home.resolve("etc/mailserver.toml"));
        server.close();
        server.write("etc/mailserver.toml", before.replaceFirst("127\\.0\\.0\\.1:0", host + ":" + port));
        server.start();
        return server;
    }
}
