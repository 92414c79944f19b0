package mailserver.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import mailserver.Dialogue;
import mailserver.TestServer;

/** Text that goes in by SMTP and is looked for in a Maildir. One character stands for one octet; lines end in LF. */
final class Letters {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Letters() {}

    /** A message that would show it if lines were lost, cut off, joined or stuffed with dots. Its header lacks nothing. */
    static String letter(String subject) {
        return note(subject) + "long ".repeat(700) + "\nthe last line\n";
    }

    /** The same with no line over 998 octets, so that all of it can stand in a report. */
    static String note(String subject) {
        return """
                Date: Thu, 1 Jan 2026 00:00:00 +0000
                Message-ID: <letter@client.example>
                From: somebody
                Subject: %s

                Grüße.
                .
                ..a dot too many?
                .From the start
                From here, and trailing blanks: \s

                """.formatted(subject);
    }

    static String wire(String text) {
        return text.replace("\n.", "\n..").replace("\n", "\r\n");
    }

    /** Sends as a well-behaved client does; every step must be agreed to. */
    static void send(int port, String from, List<String> to, String text) throws IOException {
        try (var client = Dialogue.with(port)) {
            client.expectReply(220);
            client.send("EHLO client.example").expectReply(250);
            client.send("MAIL FROM:<" + from + ">").expectReply(250);
            for (String recipient : to) {
                client.send("RCPT TO:<" + recipient + ">").expectReply(250);
            }
            client.send("DATA").expectReply(354);
            client.sendRaw(wire(text) + ".\r\n").expectReply(250);
            client.send("QUIT").expectReply(221);
        }
    }

    static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(condition);
    }

    /** Waits for mail in a mailbox and returns the only message. */
    static String only(TestServer server, String domain, String user) {
        until(() -> !server.mail(domain, user).isEmpty());
        assertEquals(1, server.mail(domain, user).size());
        return TestServer.text(server.mail(domain, user).getFirst());
    }

    /** What the sender wrote: the message without the lines that servers put on top. */
    static String belowTrace(String stored) {
        int start = 0;
        while (stored.startsWith("Return-Path:", start) || stored.startsWith("Received:", start)) {
            do {
                start = stored.indexOf('\n', start) + 1;
            } while (stored.startsWith("\t", start) || stored.startsWith(" ", start));
        }
        return stored.substring(start);
    }
}
