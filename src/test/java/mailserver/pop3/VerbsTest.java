package mailserver.pop3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 1939, verb by verb: each where it belongs, where it doesn't, and with arguments that are wrong. */
class VerbsTest {
    @TempDir
    Path maildir;

    private AnnsMaildrop server;

    @BeforeEach
    void two_messages() throws IOException {
        server = new AnnsMaildrop(maildir);
        server.put("1.a", "Subject: one\n\nfirst\n.\nlast\n");
        server.put("2.b", "Subject: two\n\nsecond\n");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void rfc1939_4_only_logins_and_quit_come_before_the_login() throws IOException {
        server.talk("""
            S= +OK mail.lan POP3 server ready
            C: STAT
            S= -ERR Authentication required; log in first
            C: LIST
            S= -ERR Authentication required; log in first
            C: UIDL
            S= -ERR Authentication required; log in first
            C: RETR 1
            S= -ERR Authentication required; log in first
            C: TOP 1 0
            S= -ERR Authentication required; log in first
            C: DELE 1
            S= -ERR Authentication required; log in first
            C: NOOP
            S= -ERR Authentication required; log in first
            C: RSET
            S= -ERR Authentication required; log in first
            C: QUIT
            S= +OK
            END
            """);
    }

    @Test
    void rfc1939_3_only_the_letters_A_to_Z_have_a_case() throws IOException {
        server.talk("""
            S: +OK
            C: ſTAT
            S= -ERR Command not recognized
            C: AUTH PLAıN
            S: -ERR
            C: user ann
            S= +OK
            C: PAſS secret
            S= -ERR Command not recognized
            C: qUiT
            S= +OK
            END
            """);
    }

    @Test
    void rfc1939_7_user_names_somebody_and_does_not_say_whether_there_is_such_a_one() throws IOException {
        server.talk("""
            S: +OK
            C: USER
            S= -ERR USER needs a name
            C: USER ann two words
            S= -ERR USER takes one word
            C: USER nobody
            S= +OK
            C: USER "ann" two words
            S= -ERR USER takes one word
            C: USER "a n n"
            S= +OK
            C: USER "a n n"@our.example
            S= +OK
            C: USER ann
            S= +OK
            C: PASS two words
            S= +OK maildrop has 2 messages (56 octets)
            C: USER ann
            S= -ERR Already authenticated
            """);
    }

    @Test
    void rfc1939_7_pass_follows_user_and_may_have_spaces() throws IOException {
        server.talk("""
            S: +OK
            C: PASS two words
            S= -ERR USER comes first
            C: USER ann
            S: +OK
            C: PASS
            S= -ERR PASS needs a password
            C: PASS two
            S= -ERR [AUTH] Authentication failed: wrong user name or password
            C: PASS two words
            S= -ERR USER comes first
            C: user ann
            S: +OK
            C: pass two words
            S= +OK maildrop has 2 messages (56 octets)
            C: PASS two words
            S= -ERR Already authenticated
            """);
    }

    @Test
    void rfc1939_5_stat_counts_what_is_not_deleted() throws IOException {
        server.talkAsAnn("""
            C: STAT
            S= +OK 2 56
            C: STAT 1
            S= -ERR STAT takes no argument
            C: DELE 1
            S: +OK
            C: STAT
            S= +OK 1 24
            """);
    }

    @Test
    void rfc1939_5_list_gives_sizes_as_retr_sends_them() throws IOException {
        server.talkAsAnn("""
            C: LIST
            S= +OK 2 messages (56 octets)
            S= 1 32
            S= 2 24
            S= .
            C: LIST 1
            S= +OK 1 32
            C: LIST 3
            S= -ERR no such message, they go from 1 to 2
            C: LIST one
            S= -ERR a message number has digits only
            C: LIST 1 2
            S= -ERR LIST takes at most one message number
            C: DELE 1
            S: +OK
            C: LIST
            S= +OK 1 messages (24 octets)
            S= 2 24
            S= .
            C: LIST 1
            S= -ERR message 1 is marked as deleted
            """);
    }

    @Test
    void rfc1939_5_retr_sends_a_message_with_its_dots_doubled() throws IOException {
        server.talkAsAnn("""
            C: RETR 1
            S= +OK 32 octets
            S= Subject: one
            S=
            S= first
            S= ..
            S= last
            S= .
            C: RETR
            S= -ERR RETR needs one message number
            C: RETR 0
            S= -ERR no such message, they go from 1 to 2
            C: NOOP
            S= +OK
            """);
        assertEquals(List.of("1.a", "2.b"), server.files());
    }

    /** The benchmark of a networking course compares the whole line. */
    @Test
    void nothing_stands_behind_ok_where_there_is_nothing_to_tell() throws IOException {
        server.talk("""
            S: +OK
            C: UTF8
            S= +OK
            C: USER ann
            S= +OK
            C: PASS two words
            S= +OK maildrop has 2 messages (56 octets)
            C: NOOP
            S= +OK
            C: DELE 1
            S= +OK
            C: RSET
            S= +OK
            C: QUIT
            S= +OK
            END
            """);
    }

    @Test
    void rfc1939_5_dele_takes_effect_with_quit() throws IOException {
        server.talkAsAnn("""
            C: DELE 1
            S= +OK
            C: DELE 1
            S= -ERR message 1 is marked as deleted
            C: DELE
            S= -ERR DELE needs one message number
            """);
        assertEquals(List.of("1.a", "2.b"), server.files());
    }

    @Test
    void rfc1939_5_noop_does_nothing() throws IOException {
        server.talkAsAnn("""
            C: NOOP
            S= +OK
            C: NOOP now
            S= -ERR NOOP takes no argument
            """);
    }

    @Test
    void rfc1939_5_rset_takes_deletions_back() throws IOException {
        server.talkAsAnn("""
            C: DELE 1
            S: +OK
            C: DELE 2
            S: +OK
            C: RETR 2
            S= -ERR message 2 is marked as deleted
            C: RSET
            S= +OK
            C: DELE 2
            S: +OK
            C: QUIT
            S= +OK
            END
            """);
        assertEquals(List.of("1.a"), server.files());
    }

    @Test
    void rfc1939_6_quit_deletes_what_is_marked() throws IOException {
        server.talkAsAnn("""
            C: QUIT now
            S= -ERR QUIT takes no argument
            C: DELE 2
            S: +OK
            C: QUIT
            S= +OK
            END
            """);
        assertEquals(List.of("1.a"), server.files());
    }

    @Test
    void rfc1939_7_top_sends_the_header_and_so_many_lines() throws IOException {
        server.talkAsAnn("""
            C: TOP 1 0
            S= +OK
            S= Subject: one
            S=
            S= .
            C: TOP 1 2
            S= +OK
            S= Subject: one
            S=
            S= first
            S= ..
            S= .
            C: TOP 1
            S= -ERR TOP needs a message number and a number of lines
            C: TOP 1 -1
            S= -ERR the number of lines is not a number
            C: TOP 3 0
            S= -ERR no such message, they go from 1 to 2
            """);
    }

    @Test
    void rfc1939_7_uidl_gives_ids_that_stay_with_the_messages() throws IOException {
        String id = "[0-9a-f]{64}";
        server.talkAsAnn("""
            C: UIDL
            S= +OK 2 messages (56 octets)
            S~ 1 %1$s
            S~ 2 %1$s
            S= .
            C: UIDL 2
            S~ \\+OK 2 %1$s
            C: UIDL 3
            S= -ERR no such message, they go from 1 to 2
            C: UIDL 1 2
            S= -ERR UIDL takes at most one message number
            """.formatted(id));
    }

    @Test
    void rfc1725_and_1460_what_has_left_pop3_is_refused_with_what_to_use_instead() throws IOException {
        String leftovers = """
            C: LAST
            S= -ERR LAST is not served here, use UIDL
            C: XTND XMIT
            S= -ERR XTND is not served here, use SMTP
            C: XTACK 1
            S= -ERR XTACK is not served here, use DELE
            C: RPOP ann
            S= -ERR RPOP is not served here, use USER
            C: APOP ann c4c9334bac560ecc979e58001b3e22fb
            S= -ERR APOP is not served here, use USER
            """;
        server.talk("S: +OK\n" + leftovers);
        server.talkAsAnn(leftovers);
    }
}
