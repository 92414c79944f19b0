package mailserver.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import mailserver.TestServer;
import mailserver.fault.FaultBook;
import mailserver.fault.FaultRuleParser;
import mailserver.time.ScaledClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults on purpose, as a client meets them. */
class FaultsTest {
    @TempDir
    private Path home;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(home, "lan.example", "[faults]", "enabled = true", "[limits]", "idle = \"20s\"");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private FaultBook book() {
        return server.server().faults().orElseThrow();
    }

    private void rule(String rule) throws Exception {
        book().add(FaultRuleParser.parse(rule));
    }

    /** A client that plays lines {@code C:} and {@code S:}; an answer of {@code S: -} is the end of the connection. */
    private static void play(int port, String dialogue) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String line : dialogue.strip().lines().map(String::strip).toList()) {
                String text = line.substring(2).stripLeading();
                if (line.startsWith("C:")) {
                    socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
                } else if (text.equals("-")) {
                    assertEquals(-1, end(in), line);
                } else {
                    String said = Optional.ofNullable(in.readLine()).orElse("(the end)");
                    assertTrue(said.startsWith(text), "not " + line + " but " + said);
                }
            }
        }
    }

    private static int end(BufferedReader in) {
        try {
            return in.read();
        } catch (IOException e) {
            // Reset: what the client had sent was not read.
            return -1;
        }
    }

    private void smtp(String dialogue) throws IOException {
        play(server.smtpPort(), dialogue);
    }

    @Test
    void answersInPlaceOfTheServerForAsLongAsTheRuleSays() throws Exception {
        rule("rcpt bob@* reply 451 4.2.1 \"later\" times 2");
        smtp("""
                S: 220
                C: HELO x
                S: 250
                C: MAIL FROM:<a@b.example>
                S: 250
                C: RCPT TO:<alice@lan.example>
                S: 250
                C: RCPT TO:<BOB@lan.example>
                S: 451 4.2.1 later
                C: rcpt to:<bob@lan.example> NOTIFY=NEVER
                S: 451 4.2.1 later
                C: RCPT TO:<bob@lan.example>
                S: 250
                C: QUIT
                S: 221
                """);
        assertEquals(2, book().list().getFirst().applied());
    }

    private static final String ONE_MESSAGE = """
            S: 220
            C: HELO x
            S: 250
            C: MAIL FROM:<a@b.example>
            S: 250
            C: RCPT TO:<bob@lan.example>
            S: 250
            C: DATA
            S: 354
            C: Subject: one
            C:\s
            C: .
            """;

    @Test
    void whatIsRefusedAtTheEndOfTheDataIsNotStored() throws Exception {
        rule("dot bob@lan.example 554 5.6.0 \"no\" times 1");
        rule("dot disk full times 1");
        smtp(ONE_MESSAGE + "S: 554 5.6.0 no");
        smtp(ONE_MESSAGE + "S: 452 4.3.1");
        assertEquals(0, server.mail("lan.example", "bob").size());
        smtp(ONE_MESSAGE + "S: 250 2.0.0");
        assertEquals(1, server.mail("lan.example", "bob").size());
    }

    @Test
    void aMessageWhoseReplyIsCutOffIsStoredAllTheSame() throws Exception {
        rule("dot drop times 1");
        smtp(ONE_MESSAGE + "S: -");
        await().until(() -> server.mail("lan.example", "bob").size() == 1);
        rule("dot drop after times 1");
        smtp(ONE_MESSAGE + "S: 250\nS: -");
        assertEquals(2, server.mail("lan.example", "bob").size());
    }

    @Test
    void cutsGarblesAndTurnsAway() throws Exception {
        rule("connect 554 5.3.2 \"closed today\" times 1");
        smtp("S: 554 5.3.2 closed today\nS: -");
        rule("connect drop times 1");
        smtp("S: -");
        rule("ehlo garble times 1");
        smtp("S: 220\nC: EHLO x\nS: \u00ef\u00bb\u00bf%&\nC: NOOP\nS: 250");
        rule("mail drop after times 1");
        smtp("S: 220\nC: HELO x\nS: 250\nC: MAIL FROM:<>\nS: 250\nS: -");
        rule("data drop times 1");
        smtp("S: 220\nC: HELO x\nS: 250\nC: MAIL FROM:<>\nS: 250\nC: RCPT TO:<bob@lan.example>\nS: 250\nC: DATA\nS: -");
        rule("starttls tls broken times 1");
        smtp("S: 220\nC: EHLO x\n" + "S: 250\n".repeat(17) + "C: STARTTLS\nS: 220\nS: -");
    }

    @Test
    void aPipelinedAnswerIsTheRightOne() throws Exception {
        rule("rcpt drop");
        try (var socket = new Socket("127.0.0.1", server.smtpPort())) {
            socket.setSoTimeout(20_000);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            socket.getOutputStream()
                    .write("HELO x\r\nMAIL FROM:<>\r\nRCPT TO:<bob@lan.example>\r\nDATA\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            assertTrue(in.readLine().startsWith("220"));
            assertTrue(in.readLine().startsWith("250"));
            assertTrue(in.readLine().startsWith("250 2.1.0"));
            assertEquals(-1, end(in));
        }
    }

    @Test
    void comesLateAndSlowly() throws Exception {
        rule("noop delay 300ms");
        rule("pop3 retr slow 200/s");
        long start = System.nanoTime();
        smtp("S: 220\nC: NOOP\nS: 250");
        assertTrue(System.nanoTime() - start >= Duration.ofMillis(300).toNanos());
        smtp(ONE_MESSAGE + "S: 250");
        start = System.nanoTime();
        play(server.pop3Port(), """
                S: +OK
                C: USER bob@lan.example
                S: +OK
                C: PASS secret
                S: +OK
                C: RETR 1
                S: +OK
                S: Return-Path
                S: Received
                """);
        assertTrue(System.nanoTime() - start >= Duration.ofMillis(300).toNanos());
    }

    @Test
    void pop3FailsToo() throws Exception {
        rule("pop3 pass -ERR \"not now\" times 1");
        rule("pop3 stat drop times 1");
        String login = "S: +OK\nC: USER bob@lan.example\nS: +OK\nC: PASS secret\n";
        play(server.pop3Port(), login + "S: -ERR not now\nC: QUIT\nS: +OK");
        play(server.pop3Port(), login + "S: +OK\nC: STAT\nS: -");
        await().untilAsserted(() -> play(server.pop3Port(), login + "S: +OK\nC: STAT\nS: +OK 0 0"));
    }

    @Test
    void aServerThatIsNotToMisbehaveHasNoRules(@TempDir Path other) {
        try (TestServer good = TestServer.start(other, "good.example")) {
            assertTrue(good.server().faults().isEmpty());
        }
    }

    /** A try may just have been under way when its time came, and is looked at again a minute later. */
    private static boolean isToldAsTimeGoesOn(TestServer server, ScaledClock clock, int reports) {
        clock.advance(Duration.ofMinutes(1));
        return server.mail("late.example", "bob").size() == reports;
    }

    @Test
    void daysOfWaitingPassWhenTheClockIsMovedOn(@TempDir Path other) throws Exception {
        try (TestServer late =
                TestServer.start(other, "late.example", "[peers]", "\"far.example\" = \"127.0.0.1:1\"")) {
            late.server().close();
            var clock = new ScaledClock(1);
            late.start(ServerOptions.DEFAULT.withClock(clock));
            play(late.smtpPort(), ONE_MESSAGE.replace("bob@lan", "x@far").replace("a@b", "bob@late") + "S: 250");
            await().until(() -> late.queued().size() == 1);
            clock.advance(Duration.ofHours(5));
            await().until(() -> isToldAsTimeGoesOn(late, clock, 1));
            assertTrue(
                    TestServer.text(late.mail("late.example", "bob").getFirst()).contains("Action: delayed"));
            clock.advance(Duration.ofDays(6));
            await().until(() -> isToldAsTimeGoesOn(late, clock, 2));
            assertTrue(
                    TestServer.text(late.mail("late.example", "bob").getLast()).contains("Action: failed"));
            await().until(() -> late.queued().isEmpty());
        }
    }
}
