package mailserver.cli.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailserver.cli.ScriptedMaildrop;
import mailserver.config.value.HostPort;
import mailserver.mail.Address;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.ScriptedPeer.Fault;
import mailserver.smtp.client.SmtpClient;
import mailserver.smtp.client.connection.ClientTimeouts;
import mailserver.wire.Transcript;
import org.junit.jupiter.api.Test;

/** Conversations with the agent: what was typed stands behind each prompt, as on a terminal. */
class AgentShellTest {
    private static final Address ME = new Address("me", "example.lan");
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final HostPort NOBODY = new HostPort("127.0.0.1", 1);

    @Test
    void sendsToSeveral() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("8BITMIME"))) {
            assertTalk("""
                [smtp|pop|exit]>>> smtp
                To: ann@example.lan
                To: bob@example.lan
                To:\s
                Subject: Grüße
                Content: Hallo Welt!
                sent to ann@example.lan: 250 taken
                sent to bob@example.lan: 250 taken
                [smtp|pop|exit]>>> exit
                """, peer.port(), NOBODY.port());
            assertTrue(peer.heard()
                    .containsAll(List.of(
                            "MAIL FROM:<me@example.lan>",
                            "RCPT TO:<ann@example.lan>",
                            "RCPT TO:<bob@example.lan>",
                            "QUIT")));
            String message = peer.messages().getFirst();
            assertTrue(message.matches("""
                Date: Thu, 1 Jan 1970 00:00:00 \\+0000
                From: <me@example.lan>
                To: <ann@example.lan>,
                \t<bob@example.lan>
                Subject: =\\?UTF-8\\?B\\?R3LDvMOfZQ==\\?=
                Message-ID: <[0-9a-z]+@example.lan>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=UTF-8
                Content-Transfer-Encoding: 7bit

                Hallo Welt!
                """.replace("\n", "\r\n")), message);
        }
    }

    @Test
    void someAreRefused() throws IOException {
        try (var peer = ScriptedPeer.start(
                List.of(),
                new Fault.Answer("RCPT TO:<ann@", "550 5.1.1 no such user"),
                new Fault.Answer("RCPT TO:<bob@", "450 later"))) {
            assertTalk("""
                [smtp|pop|exit]>>> smtp
                To: ann@example.lan
                To: bob@example.lan
                To: cyd
                error: cyd is not an address
                To: cyd@example.lan
                To:\s
                Subject:\s
                Content: hi
                error: ann@example.lan: 550 5.1.1 no such user
                error: bob@example.lan: RCPT TO:<bob@example.lan> was answered 450 later
                sent to cyd@example.lan: 250 taken
                [smtp|pop|exit]>>> exit
                """, peer.port(), NOBODY.port());
        }
    }

    @Test
    void nothingIsSentToNobodyNorHalfTyped() throws IOException {
        try (var peer = ScriptedPeer.start(List.of())) {
            String out = talk(peer.port(), NOBODY.port(), "smtp\n\nsmtp\nann@example.lan\n\n\n");
            assertEquals(
                    "[smtp|pop|exit]>>> To: error: a message needs a recipient\n"
                            + "[smtp|pop|exit]>>> To: To: Subject: Content: \n"
                            + "[smtp|pop|exit]>>> \n",
                    out);
            assertEquals(List.of(), peer.heard());
        }
    }

    @Test
    void helpAndErrorsReturnToThePrompt() throws IOException {
        String out = talk(NOBODY.port(), NOBODY.port(), "what\n\npop\nsmtp\nann@example.lan\n\nhi\nho\nexit\n");
        assertTrue(out.contains("smtp sends a message, pop reads the mailbox, exit leaves\n"), out);
        assertTrue(out.contains("error: 127.0.0.1:1: Connection refused\n[smtp|pop|exit]>>> "), out);
        assertTrue(out.contains("error: ann@example.lan: 127.0.0.1 port 1 refuses connections"), out);
        assertTrue(out.endsWith("[smtp|pop|exit]>>> "), out);
    }

    @Test
    void readsAMailbox() throws IOException {
        Map<String, String> answers = Map.ofEntries(
                Map.entry("GREETING", "+OK ready"),
                Map.entry("USER me@example.lan", "+OK"),
                Map.entry("PASS my secret", "+OK 2 messages"),
                Map.entry("STAT", "+OK 2 300"),
                Map.entry("LIST", "+OK\n1 100\n2 200\n."),
                Map.entry("LIST 2", "+OK 2 200"),
                Map.entry("UIDL 1", "+OK 1 abc"),
                Map.entry("RETR 1", "+OK 100 octets\nSubject: \u001b[2Jhi\n\n..\nGrüße\n."),
                Map.entry("RETR 3", "-ERR no such message"),
                Map.entry("TOP 1 0", "+OK\nSubject: hi\n\n."),
                Map.entry("DELE 1", "+OK deleted"),
                Map.entry("RSET", "+OK"),
                Map.entry("NOOP", "+OK"),
                Map.entry("QUIT", "+OK bye"));
        try (var maildrop = new ScriptedMaildrop(answers)) {
            assertTalk("""
                [smtp|pop|exit]>>> pop
                +OK 2 messages
                [pop]>>> stat
                +OK 2 300
                [pop]>>> list
                +OK
                1 100
                2 200
                [pop]>>> LIST 2
                +OK 2 200
                [pop]>>> uidl 1
                +OK 1 abc
                [pop]>>> retr 1
                +OK 100 octets
                Subject: ?[2Jhi

                .
                Grüße
                [pop]>>> retr 3
                -ERR no such message
                [pop]>>> top 1 0
                +OK
                Subject: hi

                [pop]>>> retr
                stat, list [n], uidl [n], retr n, top n k, dele n, rset, noop, quit
                [pop]>>> dele 1
                +OK deleted
                [pop]>>> rset
                +OK
                [pop]>>> noop
                +OK
                [pop]>>> quit
                +OK bye
                [smtp|pop|exit]>>> exit
                """, NOBODY.port(), maildrop.port());
        }
    }

    @Test
    void aWrongPasswordAndALostConnection() throws IOException {
        try (var maildrop = new ScriptedMaildrop(
                Map.of("GREETING", "+OK", "USER me@example.lan", "+OK", "PASS my secret", "-ERR [AUTH] no"))) {
            assertTalk("""
                [smtp|pop|exit]>>> pop
                error: -ERR [AUTH] no
                [smtp|pop|exit]>>> exit
                """, NOBODY.port(), maildrop.port());
        }
        try (var maildrop = new ScriptedMaildrop(
                Map.of("GREETING", "+OK", "USER me@example.lan", "+OK", "PASS my secret", "+OK"))) {
            assertTalk("""
                [smtp|pop|exit]>>> pop
                +OK
                [pop]>>> stat
                error: the server closed the connection
                [smtp|pop|exit]>>> exit
                """, NOBODY.port(), maildrop.port());
        }
    }

    @Test
    void nothingTypedBecomesAHeader() {
        var message = new AgentMessage(ME, List.of(ME), "hi\r\nBcc: x@y\n\n\u0085\u2028body", "text");
        assertTrue(message.text("id", Instant.EPOCH).contains("\nSubject: hiBcc: x@ybody\n"));
    }

    @Test
    void longTextsFitTheLines() {
        var message = new AgentMessage(ME, List.of(ME), "ä€𝄞".repeat(400), "€".repeat(2000));
        message.text("id", Instant.EPOCH).lines().forEach(line -> assertTrue(line.length() <= 78, line));
    }

    /** What is typed is taken from the talk itself, and left out of what is expected: a pipe shows no echo. */
    private static void assertTalk(String talk, int smtp, int pop) throws IOException {
        // A message that is shown has a Subject, too.
        String prompt = talk.contains("[pop]>>>") ? "\\[.*]>>> " : "(?:\\[.*]>>>|To:|Subject:|Content:) ";
        var typed = new StringBuilder();
        var expected = new StringBuilder();
        for (String line : talk.lines().toList()) {
            Matcher matcher = Pattern.compile(prompt).matcher(line);
            if (matcher.lookingAt()) {
                expected.append(matcher.group());
                typed.append(line.substring(matcher.end())).append('\n');
            } else {
                expected.append(line).append('\n');
            }
        }
        assertEquals(expected.toString(), talk(smtp, pop, typed.toString()));
    }

    private static String talk(int smtp, int pop, String typed) throws IOException {
        var out = new ByteArrayOutputStream();
        var console = new AgentConsole(
                new BufferedReader(new StringReader(typed)), new PrintStream(out, false, StandardCharsets.UTF_8));
        try (var client = new SmtpClient("here", ClientTimeouts.all(TIMEOUT), peer -> Transcript.NONE)) {
            var mailbox = new AgentMailbox(console, new HostPort("127.0.0.1", pop), ME, "my secret", TIMEOUT);
            var compose = new AgentCompose(console, client, new HostPort("127.0.0.1", smtp), ME, () -> Instant.EPOCH);
            new AgentShell(console, compose, mailbox).run();
        }
        console.flush();
        return out.toString(StandardCharsets.UTF_8);
    }
}
