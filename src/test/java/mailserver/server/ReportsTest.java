package mailserver.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static mailserver.server.Letters.belowTrace;
import static mailserver.server.Letters.letter;
import static mailserver.server.Letters.note;
import static mailserver.server.Letters.only;
import static mailserver.server.Letters.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mailserver.Dialogue;
import mailserver.TestServer;
import mailserver.queue.QueueOrder;
import mailserver.queue.Selection;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.ScriptedPeer.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sender asks for with MAIL and RCPT, and hears in the end: RFC 3461 over the wire. */
class ReportsTest {
    private static final String HERE = "here.example";
    private static final String BOB = "bob@here.example";
    private static final String FROM_BOB = "MAIL FROM:<bob@here.example>";

    @TempDir
    Path temp;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @Test
    void rfc3461_5_2_3_a_delivery_is_reported_to_whom_it_matters() throws Exception {
        TestServer here = here("");
        send(
                here,
                letter("here"),
                FROM_BOB + " RET=FULL ENVID=QQ+2B1",
                "RCPT TO:<Alice+tag@here.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;al@old.example",
                "RCPT TO:<postmaster@here.example> NOTIFY=NEVER");
        assertEquals(letter("here"), belowTrace(only(here, HERE, "alice")));
        Report report = reportTo(here, "bob");
        report.assertHas(
                "Original-Envelope-Id: QQ+1",
                "Reporting-MTA: dns; mail.here.example",
                "Received-From-MTA: dns; client.example ([127.0.0.1])",
                "Original-Recipient: rfc822; al@old.example",
                "Final-Recipient: rfc822; Alice+tag@here.example",
                "Action: delivered",
                "Status: 2.0.0");
        assertEquals(1, report.recipients());
        // RFC 3461 §4.3: RET is for failures alone.
        assertEquals("text/rfc822-headers", report.originalType());
        assertTrue(report.original().endsWith("From: somebody\nSubject: here\n"), report.original());
        assertTrue(report.words().contains("<Alice+tag@here.example>"), report.words());
        assertEquals(letter("here"), belowTrace(only(here, HERE, "postmaster")));
    }

    @Test
    void rfc3461_4_1_by_default_nobody_hears_of_success() throws Exception {
        TestServer here = here("");
        send(here, letter("quiet"), FROM_BOB, "RCPT TO:<alice@here.example>");
        assertEquals(letter("quiet"), belowTrace(only(here, HERE, "alice")));
        assertEquals(List.of(), here.mail(HERE, "bob"));
    }

    @Test
    void rfc5321_4_5_5_a_report_is_never_reported_on() throws Exception {
        TestServer here = here("");
        send(here, letter("from nobody"), "MAIL FROM:<>", "RCPT TO:<alice@here.example> NOTIFY=SUCCESS");
        only(here, HERE, "alice");
        assertEquals(List.of(), here.queued());
        for (String user : List.of("bob", "postmaster")) {
            assertEquals(List.of(), here.mail(HERE, user));
        }
    }

    @Test
    void a_sender_without_a_way_is_not_told_and_the_mail_stands() throws Exception {
        TestServer here = here("");
        send(here, letter("far"), "MAIL FROM:<x@nowhere.example>", "RCPT TO:<alice@here.example> NOTIFY=SUCCESS");
        only(here, HERE, "alice");
        assertEquals(List.of(), here.queued());
    }

    @Test
    void a_report_that_cannot_be_written_costs_no_mail() throws Exception {
        TestServer here = here("");
        // Where Bob's mailbox would be there is a file.
        here.write("maildir/here.example/bob", "");
        send(here, letter("safe"), FROM_BOB, "RCPT TO:<alice@here.example> NOTIFY=SUCCESS");
        assertEquals(letter("safe"), belowTrace(only(here, HERE, "alice")));
    }

    @Test
    void rfc3461_5_2_7_2_an_alias_for_one_is_reported_where_it_ends() throws Exception {
        TestServer here = here("");
        here.write("etc/aliases", "al@here.example: alice@here.example\n");
        reload(here);
        send(here, letter("one"), FROM_BOB, "RCPT TO:<al@here.example> NOTIFY=SUCCESS");
        Report report = reportTo(here, "bob");
        report.assertHas(
                "Original-Recipient: rfc822; al@here.example",
                "Final-Recipient: rfc822; alice@here.example",
                "Action: delivered");
        assertTrue(report.words().contains("your message for <al@here.example> was sent on"), report.words());
    }

    @Test
    void rfc3461_5_2_7_3_an_alias_for_several_is_reported_as_expanded() throws Exception {
        ScriptedPeer peer = peer(List.of("DSN"), new Fault.Answer("RCPT TO:<no@", "550 5.1.1 who?"));
        TestServer here = here(peers("peer.example", peer));
        here.write("etc/aliases", "team@here.example: alice, x@peer.example, no@peer.example\n");
        reload(here);
        send(here, letter("all"), FROM_BOB, "RCPT TO:<team@here.example> NOTIFY=SUCCESS,FAILURE");
        List<Report> reports = reportsTo(here, "bob", 2);
        boolean inOrder = reports.getFirst().status().contains("\nAction: expanded\n");
        Report expanded = inOrder ? reports.getFirst() : reports.getLast();
        Report failed = inOrder ? reports.getLast() : reports.getFirst();
        expanded.assertHas("Final-Recipient: rfc822; team@here.example", "Action: expanded", "Status: 2.0.0");
        assertFalse(expanded.status().contains("peer.example"), expanded.status());
        failed.assertFailed("no@peer.example", "5.1.1");
        failed.assertHas("Original-Recipient: rfc822; team@here.example");
        only(here, HERE, "alice");
        until(() -> here.queued().isEmpty());
        assertTrue(peer.heard().contains("RCPT TO:<x@peer.example> NOTIFY=FAILURE ORCPT=rfc822;team@here.example"));
    }

    @Test
    void rfc3461_5_2_1_a_peer_with_DSN_is_handed_the_duty() throws Exception {
        ScriptedPeer peer = peer(List.of("DSN"));
        TestServer here = here(peers("peer.example", peer));
        send(
                here,
                letter("duty"),
                FROM_BOB + " RET=HDRS ENVID=QQ+2B1",
                "RCPT TO:<x@peer.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;y+2Bz@old.example");
        until(() -> here.queued().isEmpty());
        assertTrue(peer.heard().stream()
                .anyMatch(line -> line.matches("MAIL FROM:<bob@here.example>.* RET=HDRS ENVID=QQ\\+2B1")));
        assertTrue(
                peer.heard().contains("RCPT TO:<x@peer.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;y+2Bz@old.example"));
        assertEquals(List.of(), here.mail(HERE, "bob"));
    }

    @Test
    void rfc3461_5_2_2_a_peer_without_DSN_is_reported_as_relayed() throws Exception {
        ScriptedPeer peer = peer(List.of(), new Fault.Answer(".", "250 2.6.0 taken as 77"));
        TestServer here = here(peers("peer.example", peer));
        send(
                here,
                letter("on"),
                FROM_BOB,
                "RCPT TO:<x@peer.example> NOTIFY=SUCCESS",
                "RCPT TO:<y@peer.example> NOTIFY=SUCCESS",
                "RCPT TO:<z@peer.example>");
        Report report = reportTo(here, "bob");
        report.assertHas(
                "Final-Recipient: rfc822; x@peer.example",
                "Final-Recipient: rfc822; y@peer.example",
                "Action: relayed",
                "Status: 2.6.0",
                "Remote-MTA: dns; [127.0.0.1]",
                "Diagnostic-Code: smtp; 250 2.6.0 taken as 77");
        assertEquals(2, report.recipients());
        assertTrue(report.words().contains("    250 2.6.0 taken as 77\n"), report.words());
        until(() -> here.queued().isEmpty());
        assertTrue(peer.heard().contains("RCPT TO:<x@peer.example>"));
    }

    @Test
    void a_delivery_at_another_server_is_reported_back_from_there() throws Exception {
        TestServer there = server("there.example", "");
        TestServer here = here("[peers]\n\"there.example\" = \"127.0.0.1:%d\"".formatted(there.smtpPort()));
        there.write(
                "etc/mailserver.toml",
                TestServer.text(there.home.resolve("etc/mailserver.toml"))
                        + "[peers]\n\"here.example\" = \"127.0.0.1:%d\"\n".formatted(here.smtpPort()));
        there.write("etc/aliases", "al@there.example: alice\n");
        reload(there);
        send(here, letter("abroad"), FROM_BOB + " ENVID=77", "RCPT TO:<al@there.example> NOTIFY=SUCCESS");
        Report report = reportTo(here, "bob");
        report.assertHas(
                "Original-Envelope-Id: 77",
                "Reporting-MTA: dns; mail.there.example",
                "Received-From-MTA: dns; mail.here.example ([127.0.0.1])",
                "Original-Recipient: rfc822; al@there.example",
                "Final-Recipient: rfc822; alice@there.example",
                "Action: delivered");
        until(() -> here.queued().isEmpty() && there.queued().isEmpty());
    }

    @Test
    void rfc3461_4_1_NEVER_is_silent() throws Exception {
        ScriptedPeer peer = peer(List.of(), new Fault.Answer("RCPT TO:", "550 5.1.1 who?"));
        TestServer here = here(peers("peer.example", peer));
        send(
                here,
                letter("hush"),
                FROM_BOB,
                "RCPT TO:<x@peer.example> NOTIFY=NEVER",
                "RCPT TO:<y@peer.example> NOTIFY=SUCCESS,DELAY");
        until(() -> here.queued().isEmpty());
        assertEquals(List.of(), here.mail(HERE, "bob"));
        try (Stream<Path> failed = Files.list(here.home.resolve("maildir/queue/failed"))) {
            assertEquals(List.of(), failed.toList());
        }
    }

    @Test
    void rfc3461_4_3_RET_says_what_of_a_failure_comes_back() throws Exception {
        ScriptedPeer peer = peer(List.of(), new Fault.Answer("RCPT TO:", "550 5.1.1 who?"));
        TestServer here = here(peers("peer.example", peer));
        String large = note("large") + "a line\n".repeat(20_000);
        send(here, large, FROM_BOB + " RET=FULL", "RCPT TO:<x@peer.example>");
        Report full = reportTo(here, "bob");
        assertEquals("message/rfc822", full.originalType());
        assertTrue(full.original().endsWith(large));
        send(here, letter("small"), FROM_BOB + " RET=HDRS", "RCPT TO:<x@peer.example>");
        Report headers = reportsTo(here, "bob", 2).get(1);
        assertEquals("text/rfc822-headers", headers.originalType());
        assertTrue(headers.original().endsWith("Subject: small\n"), headers.original());
    }

    @Test
    void rfc6533_4_a_recipient_beyond_ASCII_is_shown_as_it_is() throws Exception {
        ScriptedPeer peer = peer(List.of("8BITMIME"));
        TestServer here = here(peers("peer.example", peer));
        String joerg = new String("j\u00f6rg".getBytes(UTF_8), ISO_8859_1);
        send(
                here,
                "Subject: " + joerg + "\n\nx\n",
                FROM_BOB + " SMTPUTF8 BODY=8BITMIME",
                "RCPT TO:<" + joerg + "@peer.example> ORCPT=utf-8;" + joerg + "@old.example");
        Report report = reportTo(here, "bob");
        report.assertHas(
                "Original-Recipient: utf-8; " + joerg + "@old.example",
                "Final-Recipient: utf-8; " + joerg + "@peer.example",
                "Action: failed",
                "Status: 5.6.9");
        assertEquals("message/global", report.originalType());
        assertTrue(report.original().endsWith("Subject: " + joerg + "\n\nx\n"), report.original());
        assertTrue(report.words().contains("<j\u00f6rg@peer.example>"), report.words());
    }

    @Test
    void mail_that_becomes_local_is_reported_as_delivered() throws Exception {
        TestServer here = here("[peers]\n\"other.example\" = \"127.0.0.1:1\"\n");
        send(here, letter("later"), FROM_BOB + " ENVID=88", "RCPT TO:<carl@other.example> NOTIFY=SUCCESS");
        until(() -> here.server()
                        .queue()
                        .entries()
                        .getFirst()
                        .recipients()
                        .getFirst()
                        .tries()
                > 0);
        here.write(
                "etc/mailserver.toml",
                TestServer.text(here.home.resolve("etc/mailserver.toml"))
                        .replace("domains = [\"here.example\"]", "domains = [\"here.example\", \"other.example\"]")
                        .replaceAll("(?m)^\"other.example\" = .*$", ""));
        here.write("etc/aliases", "carl@other.example: alice@here.example\n");
        reload(here);
        here.server().queue().change(QueueOrder.RETRY, new Selection.All());
        assertEquals(letter("later"), belowTrace(only(here, HERE, "alice")));
        Report report = reportTo(here, "bob");
        report.assertHas(
                "Original-Envelope-Id: 88",
                "Original-Recipient: rfc822; carl@other.example",
                "Final-Recipient: rfc822; alice@here.example",
                "Action: delivered");
        until(() -> here.queued().isEmpty());
    }

    private static void send(TestServer server, String text, String... commands) throws IOException {
        try (var client = Dialogue.with(server.smtpPort())) {
            client.expectReply(220);
            client.send("EHLO client.example").expectReply(250);
            for (String command : commands) {
                client.sendRaw(command + "\r\n").expectReply(250);
            }
            client.send("DATA").expectReply(354);
            client.sendRaw(Letters.wire(text) + ".\r\n").expectReply(250);
            client.send("QUIT").expectReply(221);
        }
    }

    private static Report reportTo(TestServer server, String user) throws Exception {
        return reportsTo(server, user, 1).getFirst();
    }

    private static List<Report> reportsTo(TestServer server, String user, int count) throws Exception {
        until(() -> server.mail(HERE, user).size() >= count);
        var reports = new ArrayList<Report>();
        for (Path file : server.mail(HERE, user)) {
            reports.add(Report.of(TestServer.text(file), user + "@" + HERE));
        }
        assertEquals(count, reports.size());
        return reports;
    }

    private ScriptedPeer peer(List<String> extensions, Fault... faults) throws IOException {
        ScriptedPeer peer = ScriptedPeer.start(extensions, faults);
        open.add(peer);
        return peer;
    }

    private static String peers(String domain, ScriptedPeer peer) {
        return "[peers]\n\"%s\" = \"127.0.0.1:%d\"\n".formatted(domain, peer.port());
    }

    private TestServer here(String more) {
        return server(HERE, more);
    }

    private TestServer server(String domain, String more) {
        TestServer server = TestServer.start(temp.resolve(domain), domain, "[relay]\nretry = [\"1h\"]\n" + more);
        open.add(server);
        return server;
    }

    private static void reload(TestServer server) {
        server.server().reload(server.settings());
    }
}
