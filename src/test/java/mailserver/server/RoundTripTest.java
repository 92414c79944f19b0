package mailserver.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.regex.Pattern;
import mailserver.Dialogue;
import mailserver.OddMessage;
import mailserver.OddMessages;
import mailserver.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Odd messages come out of a mailbox as they went in, octet for octet, but for the trace lines on top. */
class RoundTripTest {
    private static final String HERE = "here.example";
    private static final String THERE = "there.example";
    private static final String FIELD = "Received: [^\r\n]*\r\n(?:\t[^\r\n]*\r\n)*";
    private static final String DATE = "Date: [^\\r]*\r\n";
    private static final String FROM = "From: bob@here\\.example\r\n";
    private static final String ID = "Message-ID: <\\w+@mail\\.here\\.example>\r\n";
    /** What the first server puts on top of a message that lacks it, with an empty line where there is no header at all. */
    private static final String ADDED = "(?:" + DATE + ")?(?:" + FROM + ")?(?:" + ID + ")?(?:\r\n)?";

    private static final Pattern LOW_ADDED =
            Pattern.compile("(?<=(?:To: y|X-Filler: something)\r\n)" + DATE + FROM + ID);
    private static final Pattern ONE_HOP = trace(1);
    private static final Pattern TWO_HOPS = trace(2);

    /** Sends the text of a message behind RCPT. */
    private interface Way {
        void send(Dialogue client, OddMessage message) throws IOException;
    }

    @TempDir
    Path temp;

    private TestServer there;
    private TestServer here;

    @BeforeEach
    void start() {
        there = TestServer.start(temp.resolve("there"), THERE);
        here = TestServer.start(
                temp.resolve("here"), HERE, "[peers]\n\"%s\" = \"127.0.0.1:%d\"".formatted(THERE, there.smtpPort()));
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    @Test
    void RFC_5321_section_4_1_1_4_sent_with_DATA() throws Exception {
        everythingArrives((client, message) -> {
            client.send("DATA").expectReply(354);
            client.sendRaw(message.stuffed());
        });
    }

    @Test
    void RFC_3030_section_2_sent_with_BDAT() throws Exception {
        everythingArrives((client, message) -> {
            byte[] octets = message.sent();
            var chunks = new ByteArrayOutputStream();
            int from = 0;
            int replies = 0;
            for (int size = 1; size < octets.length - from; size = size * 3 + 1) {
                chunk(chunks, String.valueOf(size), octets, from, size);
                from += size;
                replies++;
            }
            int left = octets.length - from;
            chunk(chunks, left + " LAST", octets, from, left);
            client.sendRaw(chunks.toByteArray());
            for (int i = 0; i < replies; i++) {
                client.expectReply(250);
            }
        });
    }

    @Test
    void RFC_3030_section_3_binary_content_arrives() throws Exception {
        var content = new byte[70_000];
        new Random(3030).nextBytes(content);
        String header = """
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: application/octet-stream
                Content-Transfer-Encoding: binary

                """.replace("\n", "\r\n");
        String message = header + new String(content, ISO_8859_1) + "\r\n--b--\r\n";
        try (var client = Dialogue.with(here.smtpPort())) {
            client.expectReply(220);
            client.send("EHLO client.example").expectReply(250);
            client.send("MAIL FROM:<bob@here.example> BODY=BINARYMIME").expectReply(250);
            client.send("RCPT TO:<alice@here.example>").expectReply(250);
            client.send("RCPT TO:<alice@there.example>").expectReply(250);
            client.sendRaw("BDAT " + message.length() + " LAST\r\n" + message).expectReply(250);
        }
        Letters.until(() -> !there.mail(THERE, "alice").isEmpty());
        for (String text : List.of(
                fetched(here, "alice@" + HERE).getFirst(),
                fetched(there, "alice@" + THERE).getFirst())) {
            var parsed = new MimeMessage(
                    Session.getInstance(new Properties()), new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
            var part = ((MimeMultipart) parsed.getContent()).getBodyPart(0);
            assertArrayEquals(content, part.getInputStream().readAllBytes());
        }
    }

    private static void chunk(ByteArrayOutputStream to, String arguments, byte[] octets, int from, int length) {
        to.writeBytes(("BDAT " + arguments + "\r\n").getBytes(ISO_8859_1));
        to.write(octets, from, length);
    }

    private void everythingArrives(Way way) throws IOException {
        List<OddMessage> messages = OddMessages.all();
        try (var client = Dialogue.with(here.smtpPort())) {
            client.expectReply(220);
            client.send("EHLO client.example").expectReply(250);
            for (OddMessage message : messages) {
                String body = message.isEightBit() ? " BODY=8BITMIME" : "";
                client.send("MAIL FROM:<bob@here.example>" + body).expectReply(250);
                client.send("RCPT TO:<alice@here.example>").expectReply(250);
                client.send("RCPT TO:<alice@there.example>").expectReply(250);
                way.send(client, message);
                client.expectReply(250);
            }
            client.send("QUIT").expectReply(221);
        }
        assertArrived(messages, here, HERE, ONE_HOP);
        assertArrived(messages, there, THERE, TWO_HOPS);
        Letters.until(() -> here.queued().isEmpty());
    }

    private static void assertArrived(List<OddMessage> messages, TestServer server, String domain, Pattern trace)
            throws IOException {
        Letters.until(() -> server.mail(domain, "alice").size() >= messages.size());
        List<String> arrived = new ArrayList<>(fetched(server, "alice@" + domain));
        assertEquals(messages.size(), arrived.size());
        var missing = new ArrayList<OddMessage>();
        for (OddMessage message : messages) {
            Optional<String> copy = arrived.stream()
                    .filter(text -> isCopy(text, message, trace))
                    .findFirst();
            copy.ifPresentOrElse(arrived::remove, () -> missing.add(message));
        }
        assertEquals(List.of(), missing, () -> "instead there is " + beginnings(arrived));
    }

    private static boolean isCopy(String arrived, OddMessage message, Pattern trace) {
        String expected = new String(message.arrived(), ISO_8859_1);
        // Where a header is too long for anything to be put on top, it is put at its end.
        String onTop = LOW_ADDED.matcher(arrived).replaceFirst("");
        return onTop.endsWith(expected)
                && trace.matcher(onTop.substring(0, onTop.length() - expected.length()))
                        .matches();
    }

    private static List<String> fetched(TestServer server, String user) throws IOException {
        var messages = new ArrayList<String>();
        try (var client = Dialogue.with(server.pop3Port())) {
            client.expect("+OK");
            client.send("USER " + user).expect("+OK");
            client.send("PASS secret").expect("+OK");
            int count = Integer.parseInt(client.send("STAT").expect("+OK").split(" ")[1]);
            for (int number = 1; number <= count; number++) {
                client.send("RETR " + number).expect("+OK");
                messages.add(new String(client.data(), ISO_8859_1));
            }
            client.send("QUIT").expect("+OK");
        }
        return messages;
    }

    private static List<String> beginnings(List<String> texts) {
        return texts.stream()
                .map(text -> text.substring(0, Math.min(text.length(), 1000)))
                .toList();
    }

    private static Pattern trace(int hops) {
        return Pattern.compile("Return-Path: <bob@here\\.example>\r\n(?:" + FIELD + "){" + hops + "}" + ADDED);
    }
}
