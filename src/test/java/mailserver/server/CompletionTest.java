package mailserver.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static mailserver.server.Letters.belowTrace;
import static mailserver.server.Letters.only;
import static mailserver.server.Letters.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import mailserver.Dialogue;
import mailserver.TestServer;
import mailserver.smtp.ScriptedPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What devices and drafts leave out, from the wire to the file and to a peer: RFC 6409 §8. */
class CompletionTest {
    private static final String HERE = "our.example";
    private static final String FOR_BOB = "RCPT TO:<bob@our.example>";
    private static final int LARGEST = 5000;

    @TempDir
    private Path home;

    private ScriptedPeer peer;
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        peer = ScriptedPeer.start(List.of("8BITMIME", "CHUNKING"));
        server = TestServer.start(
                home,
                HERE,
                "[limits]",
                "message_size = " + LARGEST,
                "[peers]",
                "\"peer.example\" = \"127.0.0.1:" + peer.port() + "\"");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        peer.close();
    }

    @Test
    void a_message_of_a_device_gets_what_it_lacks_below_our_trace() throws Exception {
        String id = data(device(), "alice@our.example", "Subject: disk full\r\n\r\nHelp!\r\n", FOR_BOB);
        String stored = only(server, HERE, "bob");
        List<String> lines = stored.lines().toList();
        assertEquals("Return-Path: <alice@our.example>", lines.getFirst());
        assertTrue(lines.get(1).startsWith("Received: from scanner"), stored);
        String[] added = belowTrace(stored).split("\n");
        ZonedDateTime date =
                ZonedDateTime.parse(added[0].replaceFirst("^Date: ", ""), DateTimeFormatter.RFC_1123_DATE_TIME);
        assertTrue(Math.abs(date.toEpochSecond() - Instant.now().getEpochSecond()) < 600, stored);
        assertEquals("From: alice@our.example", added[1]);
        assertEquals("Message-ID: <" + id + "@mail.our.example>", added[2]);
        assertEquals("Subject: disk full\n\nHelp!\n", ownWords(stored));
        assertNameIsTrue(server.mail(HERE, "bob").getFirst());
    }

    @Test
    void what_is_there_is_not_touched() throws Exception {
        String whole = "Message-id: <x@y>\n X\nSubject: s\nDATE: once\nBcc: carl@our.example\nFrom: me\n\nBcc: text\n";
        data(device(), "alice@our.example", whole.replace("\n", "\r\n"), FOR_BOB);
        assertEquals(whole, belowTrace(only(server, HERE, "bob")));
    }

    @Test
    void a_stranger_s_message_stays_octet_for_octet() throws Exception {
        String bare = "Subject: s\nBcc: carl@our.example\n\ntext\n";
        server.close();
        server.write(
                "etc/mailserver.toml",
                TestServer.text(home.resolve("etc/mailserver.toml")) + "[trust]\nnetworks = [\"127.0.0.9/32\"]\n");
        server.start();
        data(device(), "ann@peer.example", bare.replace("\n", "\r\n"), FOR_BOB);
        assertEquals(bare, belowTrace(only(server, HERE, "bob")));
    }

    @Test
    void rfc5321_4_5_5_from_nobody_is_from_nobody() throws Exception {
        data(device(), "", "Subject: s\r\n\r\ntext\r\n", FOR_BOB);
        String stored = belowTrace(only(server, HERE, "bob"));
        assertTrue(stored.matches("Date: .*\nMessage-ID: <.*>\nSubject: s\n\ntext\n"), stored);
    }

    @Test
    void a_sender_with_a_strange_name_is_quoted() throws Exception {
        data(device(), "\"a \\\"b\"@peer.example", "Subject: s\r\n\r\n", FOR_BOB);
        String stored = belowTrace(only(server, HERE, "bob"));
        assertTrue(stored.contains("\nFrom: \"a \\\"b\"@peer.example\n"), stored);
    }

    @Test
    void a_draft_handed_in_loses_its_blind_copies_here_and_at_a_peer() throws Exception {
        String draft = "From: Bob <bob@our.example>\r\nBCC: alice@our.example,\r\n\tx@peer.example\r\nSubject: s\r\n"
                + "resent-bcc : y\r\n\r\nBcc: text\r\n";
        data(person(), "bob@our.example", draft, "RCPT TO:<alice@our.example>", "RCPT TO:<x@peer.example>");
        String kept = "From: Bob <bob@our.example>\nSubject: s\n\nBcc: text\n";
        String stored = only(server, HERE, "alice");
        assertTrue(belowTrace(stored).matches("Date: .*\nMessage-ID: .*\n(?s:.*)"), stored);
        assertEquals(kept, ownWords(stored));
        assertNameIsTrue(server.mail(HERE, "alice").getFirst());
        until(() -> !peer.messages().isEmpty());
        String sent = peer.messages().getFirst().replace("\r\n", "\n");
        assertEquals(stored.substring(stored.indexOf('\n') + 1), sent);
    }

    @Test
    void in_the_file_for_a_device_nothing_is_left_out() throws Exception {
        data(device(), "alice@our.example", "Bcc: x\r\n\r\ntext\r\n", FOR_BOB);
        assertEquals("Bcc: x\n\ntext\n", ownWords(only(server, HERE, "bob")));
    }

    @Test
    void rfc3030_a_message_in_chunks_octet_by_octet() throws Exception {
        String text = "Bcc: a,\r\n b\r\nSubject: s\r\n\r\n.\r\nBcc: text\r\n";
        try (Dialogue client = begun(person(), "MAIL FROM:<bob@our.example>", FOR_BOB)) {
            for (int i = 0; i < text.length(); i++) {
                client.sendRaw("BDAT 1\r\n" + text.charAt(i)).expect("250 2.0.0 1 octets");
            }
            client.send("BDAT 0 LAST").expect("250 2.0.0 Ok: queued");
        }
        assertEquals("Subject: s\n\n.\nBcc: text\n", ownWords(only(server, HERE, "bob")));
        assertNameIsTrue(server.mail(HERE, "bob").getFirst());
    }

    @Test
    void rfc3030_3_a_binary_message_is_completed_and_keeps_its_octets() throws Exception {
        String binary = "\0\r\n\n\r\u00ff.\r\nBcc: text";
        String text = "MIME-Version: 1.0\r\nBcc: a\r\nContent-Type: application/octet-stream\r\n"
                + "Content-Transfer-Encoding: binary\r\n\r\n" + binary;
        try (Dialogue client = begun(person(), "MAIL FROM:<bob@our.example> BODY=BINARYMIME", FOR_BOB)) {
            client.sendRaw(("BDAT " + text.length() + " LAST\r\n" + text).getBytes(ISO_8859_1))
                    .expect("250 2.0.0 ");
        }
        String stored = only(server, HERE, "bob");
        String own = ownWords(stored);
        assertTrue(own.startsWith("MIME-Version: 1.0\nContent-Type: application/octet-stream\n"), stored);
        assertTrue(belowTrace(stored).contains("\nFrom: bob@our.example\n"), stored);
        byte[] body = Base64.getMimeDecoder().decode(own.substring(own.indexOf("\n\n") + 2));
        assertEquals(binary, new String(body, ISO_8859_1));
        assertNameIsTrue(server.mail(HERE, "bob").getFirst());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no header at all\n",
                "\n",
                "  indented: text\n",
                "From alice Mon Jan  1 00:00:00 2026\nSubject: s\n\ntext\n",
                ">From alice Mon Jan  1 00:00:00 2026\nSubject: s\n\ntext\n",
                "Subject: s\nno field\nDate: x\n\n",
                "S\u00fcbject: \u00ff\n\n\u00e9\n"
            })
    void an_odd_header_is_no_danger(String text) throws Exception {
        data(device(), "alice@our.example", text.replace("\n", "\r\n"), FOR_BOB);
        String stored = only(server, HERE, "bob");
        assertTrue(stored.endsWith(text), stored);
        List<String> header = belowTrace(stored).lines().limit(3).toList();
        assertTrue(header.get(0).startsWith("Date: "), stored);
        assertEquals("From: alice@our.example", header.get(1));
        assertTrue(header.get(2).startsWith("Message-ID: <"), stored);
        assertNameIsTrue(server.mail(HERE, "bob").getFirst());
    }

    @Test
    void rfc1870_6_the_limit_is_for_what_the_client_sends() throws Exception {
        String start = "Subject: s\r\n\r\n";
        data(device(), "alice@our.example", start + "x\r\n".repeat((LARGEST - start.length()) / 3), FOR_BOB);
        assertNameIsTrue(server.mail(HERE, "bob").getFirst());
        // What is left out counts, too.
        String blind = "Bcc: " + "b".repeat(900) + "\r\n";
        try (Dialogue client = begun(person(), "MAIL FROM:<bob@our.example>", FOR_BOB)) {
            client.send("DATA").expect("354");
            client.sendRaw(blind.repeat(6) + "\r\n.\r\n").expect("552 5.3.4");
        }
        assertEquals(1, server.mail(HERE, "bob").size());
    }

    @Test
    void rfc5321_6_3_a_loop_is_a_loop() throws Exception {
        String hop = "Received: x\r\n";
        data(device(), "alice@our.example", hop.repeat(100) + "\r\n", FOR_BOB);
        try (Dialogue client = begun(device(), "MAIL FROM:<alice@our.example>", FOR_BOB)) {
            client.send("DATA").expect("354");
            client.sendRaw(hop.repeat(101) + "\r\n.\r\n").expect("554 5.4.6");
        }
        assertEquals(1, server.mail(HERE, "bob").size());
    }

    private Dialogue device() throws IOException {
        Dialogue client = Dialogue.with(server.smtpPort());
        client.expect("220");
        client.send("EHLO scanner").expectReply(250);
        return client;
    }

    /** Bob, logged in. */
    private Dialogue person() throws IOException {
        Dialogue client = Dialogue.with(
                server.server().addresses(Service.SUBMISSION).getFirst().getPort());
        client.expect("220");
        client.send("EHLO laptop").expectReply(250);
        String secret = Base64.getEncoder().encodeToString("\0bob@our.example\0secret".getBytes(ISO_8859_1));
        client.send("AUTH PLAIN " + secret).expect("235");
        return client;
    }

    private static Dialogue begun(Dialogue client, String mail, String... recipients) throws IOException {
        client.send(mail).expect("250");
        for (String recipient : recipients) {
            client.send(recipient).expect("250");
        }
        return client;
    }

    /** @return the queue id */
    private static String data(Dialogue greeted, String sender, String text, String... recipients) throws IOException {
        try (Dialogue client = begun(greeted, "MAIL FROM:<" + sender + "> BODY=8BITMIME", recipients)) {
            client.send("DATA").expect("354");
            return client.sendRaw((text + ".\r\n").getBytes(ISO_8859_1))
                    .expect("250 2.0.0 Ok: queued as ")
                    .replaceFirst(".* ", "");
        }
    }

    /** What is below the trace and the fields that may have been added. */
    private static String ownWords(String stored) {
        return belowTrace(stored)
                .replaceFirst("^Date: .*\n", "")
                .replaceFirst("^From: \\w+@our\\.example\n", "")
                .replaceFirst("^Message-ID: <\\w+@mail\\.our\\.example>\n", "");
    }

    /** The name says what the file is. */
    private static void assertNameIsTrue(Path file) throws Exception {
        byte[] octets = Files.readAllBytes(file);
        String text = new String(octets, ISO_8859_1);
        int wire = text.replace("\n", "\r\n").length();
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        String name = file.getFileName().toString();
        assertTrue(name.contains(",S=" + octets.length + ",W=" + wire + ",H=" + digest), name + "\n" + text);
    }
}
