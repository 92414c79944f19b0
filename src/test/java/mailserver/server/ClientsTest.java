package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import mailserver.TestServer;
import org.eclipse.angus.mail.pop3.POP3Folder;
import org.eclipse.angus.mail.pop3.POP3Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mail program that others wrote (Jakarta Mail) sends to the server and reads from it. */
class ClientsTest {
    private static final String DOMAIN = "here.example";
    private static final String BOB = "bob@here.example";
    private static final String HEADER =
            "From: alice@here.example\r\nTo: bob@here.example\r\nSubject: raw\r\nMessage-ID: <1@here.example>\r\n"
                    + "Date: Thu, 1 Jan 2026 00:00:00 +0000\r\n";

    @TempDir
    Path home;

    private TestServer server;
    private Session session;

    @BeforeEach
    void start() {
        server = TestServer.start(home, DOMAIN);
        var properties = new Properties();
        for (String protocol : List.of("smtp", "pop3")) {
            properties.put("mail." + protocol + ".host", "127.0.0.1");
            properties.put("mail." + protocol + ".connectiontimeout", "10000");
            properties.put("mail." + protocol + ".timeout", "10000");
        }
        properties.put("mail.smtp.port", String.valueOf(server.smtpPort()));
        properties.put("mail.pop3.port", String.valueOf(server.pop3Port()));
        properties.put("mail.smtp.localhost", "client.example");
        // 8-bit text stays as it is.
        properties.put("mail.smtp.allow8bitmime", "true");
        session = Session.getInstance(properties);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void text_with_umlauts_arrives() throws Exception {
        String text = "Grüße aus Köln\r\n.\r\n..\r\n.Punkt 日本語\r\n";
        MimeMessage message = message("Überraschung");
        message.setText(text, "UTF-8");
        assertComesBack(message);
        try (Store store = login();
                POP3Folder folder = open(store, Folder.READ_ONLY)) {
            Message read = folder.getMessage(1);
            assertEquals("Überraschung", read.getSubject());
            assertEquals(text, read.getContent());
        }
    }

    @Test
    void an_attachment_arrives() throws Exception {
        var octets = new byte[300_000];
        new Random(7).nextBytes(octets);
        var text = new MimeBodyPart();
        text.setText("see below");
        var attachment = new MimeBodyPart();
        attachment.setContent(octets, "application/octet-stream");
        attachment.setFileName("noise.bin");
        MimeMessage message = message("an attachment");
        message.setContent(new MimeMultipart(text, attachment));
        assertComesBack(message);
        try (Store store = login();
                POP3Folder folder = open(store, Folder.READ_ONLY)) {
            var parts = (MimeMultipart) folder.getMessage(1).getContent();
            assertEquals("noise.bin", parts.getBodyPart(1).getFileName());
            assertArrayEquals(octets, parts.getBodyPart(1).getInputStream().readAllBytes());
        }
    }

    @Test
    void dots_at_the_start_of_lines_stay() throws Exception {
        assertComesBack(raw(HEADER + "\r\n.\r\n..\r\n...\r\n.a\r\n..b\r\n\r\n.\r\n"));
    }

    @Test
    void an_empty_body_stays_empty() throws Exception {
        assertComesBack(raw(HEADER + "\r\n"));
        assertComesBack(raw(HEADER));
    }

    @Test
    void a_line_of_a_megabyte_stays_whole() throws Exception {
        assertComesBack(raw(HEADER + "\r\n" + "0123456789abcdef".repeat(1 << 16) + "\r\n.after it\r\n"));
    }

    @Test
    void eight_bit_text_is_not_recoded() throws Exception {
        var all = new StringBuilder();
        for (char octet = 1; octet < 256; octet++) {
            if (octet != '\r' && octet != '\n') {
                all.append(octet);
            }
        }
        assertComesBack(raw(HEADER + "Content-Transfer-Encoding: 8bit\r\n\r\n" + all + "\r\n"));
    }

    @Test
    void the_id_of_a_message_is_the_digest_of_its_file() throws Exception {
        for (String text : List.of("one", "two", "three")) {
            send(raw(HEADER + "\r\n" + text + "\r\n"));
        }
        var digests = new ArrayList<String>();
        for (Path file : server.mail(DOMAIN, "bob")) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            digests.add(HexFormat.of().formatHex(digest));
        }
        assertEquals(digests, ids());
        assertEquals(3, digests.size());
        assertEquals(digests, ids());
    }

    @Test
    void top_gives_the_head_and_some_lines() throws Exception {
        send(raw(HEADER + "\r\none\r\n.two\r\nthree\r\n"));
        try (Store store = login();
                POP3Folder folder = open(store, Folder.READ_ONLY)) {
            var message = (POP3Message) folder.getMessage(1);
            assertTopEndsWith(HEADER + "\r\n", message, 0);
            assertTopEndsWith(HEADER + "\r\none\r\n.two\r\n", message, 2);
            assertTopEndsWith(HEADER + "\r\none\r\n.two\r\nthree\r\n", message, 100);
        }
    }

    @Test
    void a_deleted_message_is_gone_and_the_others_stay() throws Exception {
        for (String text : List.of("one", "two", "three")) {
            send(raw(HEADER + "\r\n" + text + "\r\n"));
        }
        List<String> before = ids();
        List<Path> files = server.mail(DOMAIN, "bob");
        try (Store store = login()) {
            POP3Folder folder = open(store, Folder.READ_WRITE);
            folder.getMessage(2).setFlag(Flags.Flag.DELETED, true);
            folder.close(true);
        }
        assertEquals(List.of(before.get(0), before.get(2)), ids());
        assertEquals(List.of(files.get(0), files.get(2)), server.mail(DOMAIN, "bob"));
    }

    @Test
    void reading_changes_no_file() throws Exception {
        send(raw(HEADER + "\r\nstay\r\n"));
        List<Path> before = server.mail(DOMAIN, "bob");
        try (Store store = login();
                POP3Folder folder = open(store, Folder.READ_WRITE)) {
            assertEquals("stay\r\n", folder.getMessage(1).getContent());
        }
        assertEquals(before, server.mail(DOMAIN, "bob"));
    }

    @Test
    void a_maildrop_has_one_session_at_a_time() throws Exception {
        try (Store store = login();
                POP3Folder folder = open(store, Folder.READ_ONLY)) {
            assertEquals(0, folder.getMessageCount());
            MessagingException refused = assertThrows(MessagingException.class, this::loginAndClose);
            assertTrue(refused.getMessage().contains("[IN-USE]"), refused::toString);
        }
        loginAndClose();
    }

    private void assertComesBack(MimeMessage message) throws Exception {
        String sent = send(message);
        try (Store store = login();
                POP3Folder folder = open(store, Folder.READ_ONLY)) {
            var last = (POP3Message) folder.getMessage(folder.getMessageCount());
            String read = wire(last);
            assertTrue(read.startsWith("Return-Path: <alice@here.example>\r\nReceived: "), "the trace lines");
            assertEquals(sent, Letters.belowTrace(read));
            int[] sizes = folder.getSizes();
            assertEquals(read.length(), sizes[sizes.length - 1]);
            Path file = server.mail(DOMAIN, "bob").getLast();
            assertEquals(read.replace("\r\n", "\n"), TestServer.text(file));
        }
    }

    /** @return what goes over the wire, less the dots */
    private String send(MimeMessage message) throws Exception {
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect();
            transport.sendMessage(message, InternetAddress.parse(BOB));
        }
        return wire(message);
    }

    private MimeMessage message(String subject) throws Exception {
        var message = new MimeMessage(session);
        message.setFrom("alice@here.example");
        message.setRecipients(Message.RecipientType.TO, BOB);
        message.setSubject(subject, "UTF-8");
        return message;
    }

    private MimeMessage raw(String octets) throws Exception {
        return new MimeMessage(session, new ByteArrayInputStream(octets.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String wire(Message message) throws Exception {
        var octets = new ByteArrayOutputStream();
        message.writeTo(octets);
        return octets.toString(StandardCharsets.ISO_8859_1);
    }

    private Store login() throws MessagingException {
        Store store = session.getStore("pop3");
        store.connect(BOB, "secret");
        return store;
    }

    private void loginAndClose() throws MessagingException {
        try (Store store = login();
                POP3Folder folder = open(store, Folder.READ_ONLY)) {
            assertTrue(folder.isOpen());
        }
    }

    private static POP3Folder open(Store store, int mode) throws MessagingException {
        var folder = (POP3Folder) store.getFolder("INBOX");
        folder.open(mode);
        return folder;
    }

    private List<String> ids() throws Exception {
        try (Store store = login();
                POP3Folder folder = open(store, Folder.READ_ONLY)) {
            var ids = new ArrayList<String>();
            for (Message message : Arrays.asList(folder.getMessages())) {
                ids.add(folder.getUID(message));
            }
            return ids;
        }
    }

    private static void assertTopEndsWith(String expected, POP3Message message, int lines) throws Exception {
        String top = new String(message.top(lines).readAllBytes(), StandardCharsets.ISO_8859_1);
        assertEquals(expected, Letters.belowTrace(top));
    }
}
