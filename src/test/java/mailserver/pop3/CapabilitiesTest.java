package mailserver.pop3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailserver.Dialogue;
import mailserver.config.value.Pop3Capability;
import mailserver.config.value.Pop3Extensions;
import mailserver.config.value.Retention;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CapabilitiesTest {
    private static final List<String> ALL = List.of(
            "TOP",
            "UIDL",
            "USER",
            "PIPELINING",
            "RESP-CODES",
            "AUTH-RESP-CODE",
            "LOGIN-DELAY 0",
            "EXPIRE NEVER",
            "IMPLEMENTATION mailserver",
            "UTF8 USER",
            "LANG");

    private static final Retention FOR_30_DAYS = new Retention(Optional.of(Duration.ofDays(30)), Map.of());

    @TempDir
    Path maildir;

    private AnnsMaildrop server;

    @BeforeEach
    void open() throws IOException {
        server = new AnnsMaildrop(maildir);
        server.put("1.a", "Subject: one\n\nfirst\n");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void rfc2449_5_capa_tells_the_same_before_and_behind_the_login() throws IOException {
        try (Dialogue client = server.connect()) {
            client.expect("+OK");
            assertEquals(ALL, capa(client));
            client.talk("""
                C: CAPA all
                S= -ERR CAPA takes no argument
                C: USER ann
                S: +OK
                """);
            assertEquals(ALL, capa(client));
            client.send("PASS two words").expect("+OK");
            assertEquals(ALL, capa(client));
        }
    }

    @Test
    void rfc2449_6_3_user_is_told_only_where_a_plain_password_is_taken() throws IOException {
        server.plaintext = false;
        var rest = new ArrayList<>(ALL);
        rest.remove("USER");
        rest.set(rest.indexOf("UTF8 USER"), "UTF8");
        assertEquals(rest, capabilities());
        server.talk("""
            S: +OK
            C: USER ann
            S= -ERR a password is not accepted on this connection, it could be overheard
            """);
    }

    @Test
    void rfc2449_6_5_login_delay_is_told_in_whole_seconds_and_never_too_small() throws IOException {
        server.extensions = new Pop3Extensions(Set.of(), Duration.ofMinutes(15), Optional.empty());
        assertTrue(capabilities().contains("LOGIN-DELAY 900"));
        server.extensions = new Pop3Extensions(Set.of(), Duration.ofMillis(1500), Optional.empty());
        assertTrue(capabilities().contains("LOGIN-DELAY 2"));
    }

    @Test
    void rfc2449_6_7_expire_is_told_in_days() throws IOException {
        server.kept = FOR_30_DAYS;
        assertTrue(capabilities().contains("EXPIRE 30"));
    }

    @Test
    void rfc2449_6_7_where_users_differ_the_shortest_time_is_told_before_the_login_and_their_own_behind_it()
            throws IOException {
        server.kept = new Retention(
                Optional.of(Duration.ofDays(30)), Map.of("scanner@mail.lan", Optional.of(Duration.ofDays(5))));
        assertExpire("EXPIRE 5 USER", "EXPIRE 30");
        server.kept = new Retention(
                Optional.of(Duration.ofDays(30)), Map.of(AnnsMaildrop.ANN.folded(), Optional.of(Duration.ofDays(5))));
        assertExpire("EXPIRE 5 USER", "EXPIRE 5");
        server.kept =
                new Retention(Optional.of(Duration.ofDays(30)), Map.of(AnnsMaildrop.ANN.folded(), Optional.empty()));
        assertExpire("EXPIRE 30 USER", "EXPIRE NEVER");
        server.kept =
                new Retention(Optional.of(Duration.ofDays(30)), Map.of(AnnsMaildrop.ANN.folded(), FOR_30_DAYS.usual()));
        assertExpire("EXPIRE 30", "EXPIRE 30");
    }

    private void assertExpire(String before, String behind) throws IOException {
        try (Dialogue client = server.connect()) {
            client.expect("+OK");
            assertTrue(capa(client).contains(before), before);
            client.send("USER ann").expect("+OK");
            client.send("PASS two words").expect("+OK");
            assertTrue(capa(client).contains(behind), behind);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_switched_off_is_not_told_and_the_rest_is(Pop3Capability off) throws IOException {
        switchOff(off);
        var rest = new ArrayList<>(ALL);
        rest.removeIf(line -> line.split(" ")[0].equals(off.tag()));
        if (off == Pop3Capability.RESP_CODES) {
            rest.remove("AUTH-RESP-CODE");
        }
        if (off == Pop3Capability.USER) {
            rest.set(rest.indexOf("UTF8 USER"), "UTF8");
        }
        assertEquals(rest, capabilities());
    }

    @Test
    void a_command_that_is_switched_off_is_an_unknown_one() throws IOException {
        switchOff(Pop3Capability.TOP, Pop3Capability.UIDL, Pop3Capability.UTF8, Pop3Capability.LANG);
        server.talk("""
            S: +OK
            C: UTF8
            S= -ERR Command not recognized
            C: LANG
            S= -ERR Command not recognized
            """);
        server.talkAsAnn("""
            C: TOP 1 0
            S= -ERR Command not recognized
            C: TOP
            S= -ERR Command not recognized
            C: UIDL
            S= -ERR Command not recognized
            C: uidl 1
            S= -ERR Command not recognized
            C: LAST
            S= -ERR Command not recognized
            C: LANG de
            S= -ERR Command not recognized
            C: NOOP
            S= +OK
            """);
        switchOff(Pop3Capability.USER);
        server.talk("""
            S: +OK
            C: USER ann
            S= -ERR Command not recognized
            C: PASS two words
            S= -ERR Command not recognized
            C: APOP ann 0
            S= -ERR Command not recognized
            """);
    }

    @Test
    void rfc2449_8_response_codes_are_sent_where_they_are_promised() throws IOException {
        String session = """
            S: +OK
            C: USER ann
            S: +OK
            C: PASS wrong
            S= -ERR %sAuthentication failed: wrong user name or password
            C: USER ann
            S: +OK
            C: PASS two words
            S= -ERR %smaildrop already locked: another session has it open
            """;
        try (Dialogue other = server.connect()) {
            other.talk(AnnsMaildrop.LOGIN);
            server.talk(session.formatted("[AUTH] ", "[IN-USE] "));
            switchOff(Pop3Capability.AUTH_RESP_CODE);
            server.talk(session.formatted("", "[IN-USE] "));
            switchOff(Pop3Capability.RESP_CODES);
            server.talk(session.formatted("", ""));
        }
    }

    @Test
    void rfc3206_4_a_fault_of_the_server_is_one_that_passes() throws IOException {
        server.put("2.b", "two\n");
        try (Dialogue client = server.connect()) {
            client.talk(AnnsMaildrop.LOGIN);
            Files.delete(maildir.resolve("new/2.b"));
            Files.createDirectories(maildir.resolve("new/2.b/in the way"));
            client.talk("""
                C: DELE 2
                S: +OK
                C: QUIT
                S= -ERR [SYS/TEMP] 1 messages could not be deleted
                END
                """);
        }
    }

    @Test
    void rfc2449_6_6_pipelined_commands_are_answered_in_order_behind_a_failed_login_too() throws IOException {
        server.talk("""
            C: USER ann
            C: PASS wrong
            C: STAT
            C: DELE 1
            C: USER ann
            C: PASS two words
            C: STAT
            C: QUIT
            S: +OK mail.lan
            S= +OK
            S= -ERR [AUTH] Authentication failed: wrong user name or password
            S= -ERR Authentication required; log in first
            S= -ERR Authentication required; log in first
            S= +OK
            S= +OK maildrop has 1 message (23 octets)
            S= +OK 1 23
            S= +OK
            END
            """);
        assertEquals(List.of("1.a"), server.files());
    }

    @Test
    void rfc2449_4_a_command_may_have_255_octets_and_more_and_an_answer_has_at_most_512() throws IOException {
        try (Dialogue client = server.connect()) {
            client.expect("+OK");
            client.send("USER " + "x".repeat(2000)).expect("+OK");
            for (String line : List.of("LANG " + "x".repeat(2000), "USER " + "x y".repeat(600), "x".repeat(2048))) {
                String answer = client.send(line).expect("-ERR");
                assertTrue(answer.getBytes(StandardCharsets.UTF_8).length <= 510, answer);
            }
        }
    }

    @Test
    void a_reload_counts_within_a_session() throws IOException {
        try (Dialogue client = server.connect()) {
            client.talk(AnnsMaildrop.LOGIN);
            assertEquals(ALL, capa(client));
            switchOff(Pop3Capability.UIDL);
            assertEquals(ALL.size() - 1, capa(client).size());
            client.send("UIDL").expect("-ERR Command not recognized");
        }
    }

    private void switchOff(Pop3Capability... capabilities) {
        server.extensions = new Pop3Extensions(Set.of(capabilities), Duration.ZERO, Optional.empty());
    }

    private List<String> capabilities() throws IOException {
        try (Dialogue client = server.connect()) {
            client.expect("+OK");
            return capa(client);
        }
    }

    private static List<String> capa(Dialogue client) throws IOException {
        client.send("CAPA").expect("+OK");
        List<String> lines = client.untilDot();
        // The ways to log in are another test's.
        lines.removeIf(line -> line.startsWith("SASL "));
        return lines;
    }
}
