package mailserver.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import mailserver.Dialogue;
import mailserver.config.value.Pop3Extensions;
import mailserver.config.value.Retention;
import mailserver.mail.Address;
import mailserver.mail.Measure;
import mailserver.sasl.LoginService;
import mailserver.store.Maildrop;
import mailserver.store.MeasurementCache;
import mailserver.wire.Connection;
import mailserver.wire.Transcript;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest implements Maildrops, Transcript {
    private static final String LOGIN = """
        S: +OK
        C: USER ann
        S: +OK
        C: PASS two words
        S: +OK
        """;

    @TempDir
    Path maildir;

    private final MeasurementCache measurements = new MeasurementCache();
    private final List<String> transcript = new CopyOnWriteArrayList<>();
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private Duration idle = Duration.ofSeconds(10);
    private int errors = 20;
    private boolean plaintext = true;
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        Files.createDirectory(maildir.resolve("new"));
        Files.createDirectory(maildir.resolve("cur"));
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @Test
    void a_whole_session() throws IOException {
        put("1.a", "Subject: one\n\nfirst\n");
        put("2.b", "Subject: two\n\nsecond\n");
        try (Dialogue client = connect()) {
            client.talk("""
                S= +OK mail.lan POP3 server ready
                C: USER ann
                S: +OK
                C: PASS two words
                S= +OK maildrop has 2 messages (47 octets)
                C: STAT
                S= +OK 2 47
                C: LIST
                S= +OK 2 messages (47 octets)
                S= 1 23
                S= 2 24
                S= .
                C: list 2
                S= +OK 2 24
                C: RETR 1
                S= +OK 23 octets
                S= Subject: one
                S=
                S= first
                S= .
                C: DELE 1
                S: +OK
                C: STAT
                S= +OK 1 24
                C: LIST
                S: +OK 1 messages
                S= 2 24
                S= .
                C: RETR 1
                S: -ERR message 1 is marked as deleted
                C: RSET
                S= +OK
                C: DELE 2
                S: +OK
                C: NOOP
                S: +OK
                C: QUIT
                S: +OK
                END
                """);
        }
        assertTrue(exists("1.a"));
        assertFalse(exists("2.b"));
    }

    @Test
    void pipelined_commands_are_answered_in_order() throws IOException {
        put("1.a", "Subject: one\n\nfirst\n");
        try (Dialogue client = connect()) {
            client.talk("""
                C: USER ann
                C: PASS two words
                C: STAT
                C: TOP 1 0
                C: DELE 1
                C: QUIT
                S: +OK mail.lan
                S: +OK
                S: +OK maildrop has 1 message
                S: +OK 1 23
                S: +OK
                S= Subject: one
                S=
                S= .
                S: +OK
                S: +OK
                END
                """);
        }
        assertFalse(exists("1.a"));
    }

    @Test
    void sends_a_message_octet_by_octet_as_it_counts_it() throws IOException {
        var nasty = new StringBuilder("X: \u00e4\u00ff\u0080\n\n.\n..\n.dot\r\nno\rbare\n\n.\n");
        while (nasty.length() < 100_000) {
            nasty.append(".x".repeat(nasty.length() % 50)).append('\n');
        }
        List<String> texts =
                List.of(nasty.toString(), "", "\n", ".", ".\n", "no end", "crlf\r\n", "\r\n\r\n.", "a\n\n\n");
        for (int i = 0; i < texts.size(); i++) {
            put(10 + i + ".x", texts.get(i));
        }
        try (Dialogue client = connect()) {
            client.talk(LOGIN);
            for (int i = 0; i < texts.size(); i++) {
                String text = texts.get(i);
                String wire = text.replaceAll("(?<!\r)\n", "\r\n");
                wire = text.isEmpty() || text.endsWith("\n") ? wire : wire + "\r\n";
                client.send("LIST " + (i + 1)).expectLines("+OK " + (i + 1) + " " + wire.length());
                client.send("RETR " + (i + 1)).expectLines("+OK " + wire.length() + " octets");
                assertArrayEquals(wire.getBytes(ISO_8859_1), client.data(), "message " + (i + 1));
                client.send("UIDL " + (i + 1)).expectLines("+OK " + (i + 1) + " " + sha256(text));
            }
        }
    }

    @Test
    void top_cuts_behind_so_many_lines() throws IOException {
        put("1.a", "A: 1\nB: 2\n\none\n.two\n\nfour\n");
        put("2.headers-only", "A: 1\nB: 2\n");
        put("3.no-line-end", "A: 1");
        put("4.no-headers", "\nbody\n");
        put("5.crlf", "A: 1\r\n\r\none\r\ntwo\r\n");
        put("6.empty", "");
        try (Dialogue client = connect()) {
            client.talk(LOGIN);
            assertEquals(List.of("A: 1", "B: 2", ""), top(client, "1 0"));
            assertEquals(List.of("A: 1", "B: 2", "", "one", "..two"), top(client, "1 2"));
            assertEquals(List.of("A: 1", "B: 2", "", "one", "..two", "", "four"), top(client, "1 4"));
            assertEquals(List.of("A: 1", "B: 2", "", "one", "..two", "", "four"), top(client, "1 " + "9".repeat(30)));
            assertEquals(List.of("A: 1", "B: 2"), top(client, "2 5"));
            assertEquals(List.of("A: 1"), top(client, "3 0"));
            assertEquals(List.of(""), top(client, "4 0"));
            assertEquals(List.of("", "body"), top(client, "4 1"));
            assertEquals(List.of("A: 1", "", "one"), top(client, "5 1"));
            assertEquals(List.of(), top(client, "6 1"));
            client.talk("""
                C: TOP 1
                S: -ERR
                C: TOP 1 -1
                S: -ERR
                C: TOP 1 x
                S: -ERR
                C: TOP 7 0
                S: -ERR no such message
                C: TOP 1 1 1
                S: -ERR
                """);
        }
    }

    @Test
    void a_message_number_may_be_wrong_in_many_ways() throws IOException {
        put("1.a", "one\n");
        try (Dialogue client = connect()) {
            client.talk(LOGIN);
            client.talk("""
                C: RETR
                S: -ERR
                C: RETR 0
                S= -ERR no such message, they go from 1 to 1
                C: LIST 2
                S: -ERR no such message
                C: UIDL 99999999999999999999
                S: -ERR no such message
                C: DELE -1
                S: -ERR a message number has digits only
                C: DELE 1x
                S: -ERR
                C: DELE 1 1
                S: -ERR
                C: DELE 1
                S: +OK
                C: DELE 1
                S: -ERR message 1 is marked as deleted
                C: UIDL 1
                S: -ERR
                C: STAT now
                S: -ERR
                C: BLAH
                S: -ERR Command not recognized
                C:
                S: -ERR
                C: USER bob
                S: -ERR Already authenticated
                C: STAT
                S= +OK 0 0
                """);
        }
        await().until(() -> exists("1.a") && lockIsFree());
    }

    @Test
    void tells_what_it_can_and_no_more() throws IOException {
        try (Dialogue client = connect()) {
            client.expect("+OK");
            client.send("CAPA").expect("+OK");
            List<String> capabilities = client.untilDot();
            assertTrue(
                    capabilities.containsAll(
                            List.of("TOP", "UIDL", "USER", "PIPELINING", "RESP-CODES", "AUTH-RESP-CODE")),
                    capabilities::toString);
        }
        plaintext = false;
        try (Dialogue client = connect()) {
            client.expect("+OK");
            client.send("CAPA").expect("+OK");
            assertFalse(client.untilDot().contains("USER"));
            client.talk("""
                C: USER ann
                S: -ERR
                C: PASS two words
                S: -ERR USER comes first
                C: STLS
                S: -ERR STLS not available: this server has no certificate
                C: STAT
                S: -ERR Authentication required; log in first
                C: QUIT
                S: +OK
                END
                """);
        }
    }

    @Test
    void a_wrong_password_and_an_unknown_user_sound_the_same() throws IOException {
        try (Dialogue client = connect()) {
            client.talk("""
                S: +OK
                C: USER ann
                S= +OK
                C: PASS wrong
                S= -ERR [AUTH] Authentication failed: wrong user name or password
                C: PASS two words
                S: -ERR USER comes first
                C: USER nobody
                S= +OK
                C: PASS two words
                S= -ERR [AUTH] Authentication failed: wrong user name or password
                C: USER broken
                S: +OK
                C: PASS x
                S= -ERR [SYS/TEMP] the maildrop can't be opened just now
                C: user ann
                S: +OK
                C: pass two words
                S: +OK
                """);
        }
    }

    @Test
    void a_maildrop_has_one_session_and_is_free_when_that_has_ended() throws IOException {
        try (Dialogue first = connect()) {
            first.talk(LOGIN);
            try (Dialogue second = connect()) {
                second.talk("""
                    S: +OK
                    C: USER ann
                    S: +OK
                    C: PASS two words
                    S: -ERR [IN-USE]
                    """);
                first.send("QUIT").expect("+OK");
                second.talk("""
                    C: USER ann
                    S: +OK
                    C: PASS two words
                    S: +OK
                    """);
                second.reset();
            }
        }
        await().until(this::lockIsFree);
    }

    @Test
    void other_programs_move_and_take_messages_meanwhile() throws IOException {
        put("1.a", "one\n");
        put("2.b", "two\n");
        put("3.c", "three\n");
        try (Dialogue client = connect()) {
            client.talk(LOGIN);
            Files.move(maildir.resolve("new/1.a"), maildir.resolve("cur/1.a:2,S"));
            Files.delete(maildir.resolve("new/2.b"));
            client.talk("""
                C: RETR 1
                S: +OK
                S= one
                S= .
                C: RETR 2
                S: -ERR message 2 is gone
                C: TOP 2 0
                S: -ERR message 2 is gone
                C: RETR 3
                S: +OK
                S= three
                S= .
                C: DELE 1
                S: +OK
                C: DELE 2
                S: +OK
                C: QUIT
                S: +OK
                END
                """);
        }
        assertFalse(Files.exists(maildir.resolve("cur/1.a:2,S")));
    }

    @Test
    void says_when_it_could_not_delete() throws IOException {
        put("1.a", "one\n");
        try (Dialogue client = connect()) {
            client.talk(LOGIN);
            Files.delete(maildir.resolve("new/1.a"));
            Files.createDirectories(maildir.resolve("new/1.a/in the way"));
            client.talk("""
                C: DELE 1
                C: QUIT
                S: +OK
                S: -ERR [SYS/TEMP] 1 messages could not be deleted
                END
                """);
        }
    }

    @Test
    void whatever_ends_a_session_but_quit_deletes_nothing() throws IOException {
        put("1.a", "one\n");
        for (int i = 0; i < 3; i++) {
            try (Dialogue client = connect()) {
                client.talk(LOGIN);
                client.send("DELE 1").expect("+OK");
                switch (i) {
                    case 0 -> client.reset();
                    case 1 -> client.sendRaw("QUI").endSending().expectEnd();
                    default -> {
                        sessions.getLast().drain();
                        client.expect("-ERR [SYS/TEMP] server is shutting down");
                        client.expectEnd();
                    }
                }
            }
            await().until(this::lockIsFree);
            assertTrue(exists("1.a"));
        }
        idle = Duration.ofMillis(200);
        try (Dialogue client = connect()) {
            client.talk(LOGIN);
            client.send("DELE 1").expect("+OK");
            client.expect("-ERR [SYS/TEMP] idle for too long");
            assertTrue(lockIsFree());
            client.expectEnd();
        }
        assertTrue(exists("1.a"));
    }

    @Test
    void bad_lines_are_answered_and_too_many_end_the_session() throws IOException {
        errors = 5;
        try (Dialogue client = connect()) {
            client.expect("+OK");
            client.send("X".repeat(5000)).expect("-ERR line too long");
            client.sendRaw("NOOP \0\r\n").expect("-ERR");
            client.sendRaw("NOOP \r \r\n").expect("-ERR");
            client.sendRaw("USER \u00ff\r\n").expect("-ERR");
            client.sendRaw("USER a\u001bb\r\n").expect("-ERR");
            client.sendRaw("user ann\n").expect("+OK");
            client.talk("""
                C: X
                S: -ERR Command not recognized
                S= -ERR too many errors
                END
                """);
        }
    }

    @Test
    void a_line_without_an_end_ends_the_session() throws IOException {
        try (Dialogue client = connect()) {
            client.expect("+OK");
            client.sendRaw("x".repeat(17 * 1024 * 1024));
            client.expect("-ERR line far too long");
        }
    }

    @Test
    void the_transcript_holds_no_password_and_no_flood() throws IOException {
        for (int i = 0; i < 100; i++) {
            put(1000 + i + ".x", "text\n");
        }
        try (Dialogue client = connect()) {
            client.talk(LOGIN);
            client.send("LIST", "RETR 1", "pass two words", "PASS\0two words", "QUIT");
            client.expect("+OK");
            assertEquals(100, client.untilDot().size());
            client.expect("+OK");
            assertEquals(List.of("text"), client.untilDot());
            client.expect("-ERR");
            client.expect("-ERR");
            client.expect("+OK");
        }
        assertEquals(
                List.of(
                        "S: +OK mail.lan POP3 server ready",
                        "C: USER ann",
                        "S: +OK",
                        "C: PASS ****",
                        "S: +OK maildrop has 100 messages (600 octets)",
                        "C: LIST"),
                transcript.subList(0, 6));
        assertEquals(
                List.of("(80 more lines)", "."),
                transcript.stream()
                        .skip(27)
                        .limit(2)
                        .map(line -> line.substring(3))
                        .toList());
        assertTrue(transcript.contains("S: (6 octets)"));
        assertFalse(transcript.toString().contains("two words"));
    }

    private List<String> top(Dialogue client, String arguments) throws IOException {
        client.send("TOP " + arguments).expect("+OK");
        return client.untilDot();
    }

    private Dialogue connect() throws IOException {
        Dialogue client = Dialogue.with(listener.getLocalPort());
        var settings = new Pop3Settings("mail.lan", idle, idle, errors, Pop3Extensions.DEFAULT, Retention.FOR_GOOD);
        var session =
                new Session(new Connection(listener.accept()), Optional.empty(), false, this, () -> settings, this);
        sessions.add(session);
        Thread.ofVirtual().start(session);
        return client;
    }

    private void put(String name, String text) throws IOException {
        Files.writeString(maildir.resolve("new").resolve(name), text, ISO_8859_1);
    }

    private boolean exists(String name) {
        return Files.exists(maildir.resolve("new").resolve(name));
    }

    private boolean lockIsFree() throws IOException {
        var maildrop = Maildrop.open(maildir, measurements);
        maildrop.ifPresent(Maildrop::close);
        return maildrop.isPresent();
    }

    private static String sha256(String text) {
        var measure = new Measure();
        measure.update(text.getBytes(ISO_8859_1), 0, text.length());
        return measure.sha256();
    }

    @Override
    public LoginResult login(String user, String password, InetAddress client) {
        if (user.equals("broken")) {
            return new LoginResult.Unavailable();
        }
        if (!user.equals("ann") || !password.equals("two words")) {
            return new LoginResult.Denied();
        }
        try {
            return Maildrop.open(maildir, measurements)
                    .<LoginResult>map(opened -> new LoginResult.Opened(opened, AnnsMaildrop.ANN))
                    .orElseGet(LoginResult.InUse::new);
        } catch (IOException e) {
            return new LoginResult.Unavailable();
        }
    }

    @Override
    public LoginResult enter(Address account) {
        return new LoginResult.Denied();
    }

    @Override
    public LoginService loginService(InetAddress client) {
        return TestLoginServices.of(plaintext);
    }

    @Override
    public void received(String line) {
        transcript.add("C: " + line);
    }

    @Override
    public void sent(String line) {
        transcript.add("S: " + line);
    }
}
