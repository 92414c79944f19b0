package mailserver.server;

import java.io.IOException;
import java.nio.file.Path;
import mailserver.Dialogue;
import mailserver.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may send from where to where, row by row. */
class SendingRulesTest {
    private static final String PEERS = """
            [peers]
            "peer.example" = "127.0.0.1:9"
            """;

    @TempDir
    private Path home;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(home, "our.example", PEERS);
        server.write("etc/aliases", """
                sales@our.example: bob@our.example
                """);
        server.server().reload(server.settings());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_trusted_host_sends_for_our_users_to_everybody_there_is_a_way_to() throws IOException {
        talk("""
                S: 220
                C: HELO host.our.example
                S: 250
                C: MAIL FROM:<>
                S: 250 2.1.0
                C: RSET
                S: 250
                C: MAIL FROM:<nobody@our.example>
                S: 550 5.1.8
                C: MAIL FROM:<sales@our.example>
                S: 250 2.1.0
                C: RSET
                S: 250
                C: MAIL FROM:<someone@else.example>
                S: 250 2.1.0
                C: RSET
                S: 250
                C: MAIL FROM:<BOB@OUR.example>
                S: 250 2.1.0
                C: RCPT TO:<alice@our.example>
                S: 250 2.1.5
                C: RCPT TO:<Alice+tag@our.example>
                S: 250 2.1.5
                C: RCPT TO:<sales@our.example>
                S: 250 2.1.5
                C: RCPT TO:<Postmaster>
                S: 250 2.1.5
                C: RCPT TO:<nobody@our.example>
                S: 550 5.1.1
                C: RCPT TO:<anybody@peer.example>
                S: 250 2.1.5
                C: RCPT TO:<anybody@nowhere.example>
                S: 550 5.1.2
                C: VRFY alice@our.example
                S: 250 2.1.5 <alice@our.example>
                C: VRFY nobody@our.example
                S: 550 5.1.1
                C: QUIT
                S: 221
                END
                """);
    }

    @Test
    void a_stranger_reaches_our_users_and_nobody_else_and_speaks_for_none_of_us() throws IOException {
        server.close();
        server = TestServer.start(home, "our.example", PEERS, "[trust]", "networks = [\"127.0.0.2/32\"]");
        talk("""
                S: 220
                C: HELO stranger.example
                S: 250
                C: MAIL FROM:<bob@our.example>
                S: 550 5.7.1
                C: MAIL FROM:<nobody@our.example>
                S: 550 5.1.8
                C: MAIL FROM:<>
                S: 250 2.1.0
                C: RSET
                S: 250
                C: MAIL FROM:<someone@else.example>
                S: 250 2.1.0
                C: RCPT TO:<bob@our.example>
                S: 250 2.1.5
                C: RCPT TO:<BOB+tag@OUR.Example>
                S: 250 2.1.5
                C: RCPT TO:<sales@our.example>
                S: 250 2.1.5
                C: RCPT TO:<nobody@our.example>
                S: 550 5.1.1
                C: RCPT TO:<postmaster>
                S: 250 2.1.5
                C: RCPT TO:<anybody@peer.example>
                S: 554 5.7.1
                C: RCPT TO:<anybody@nowhere.example>
                S: 550 5.1.2
                C: VRFY bob@our.example
                S: 252
                C: QUIT
                S: 221
                END
                """);
    }

    @Test
    void who_has_logged_in_sends_as_itself_and_its_aliases_to_everybody_there_is_a_way_to() throws IOException {
        // NUL bob NUL secret
        String script = """
                S: 220
                C: AUTH PLAIN AGJvYgBzZWNyZXQ=
                S: 235
                C: MAIL FROM:<>
                S: 250 2.1.0
                C: RSET
                S: 250
                C: MAIL FROM:<nobody@our.example>
                S: 550 5.1.8
                C: MAIL FROM:<alice@our.example>
                S: 550 5.7.1
                C: MAIL FROM:<sales@our.example>
                S: 250 2.1.0
                C: RSET
                S: 250
                C: MAIL FROM:<Bob@OUR.example>
                S: 250 2.1.0
                C: RCPT TO:<alice@our.example>
                S: 250 2.1.5
                C: RCPT TO:<alice+tag@our.example>
                S: 250 2.1.5
                C: RCPT TO:<postmaster>
                S: 250 2.1.5
                C: RCPT TO:<nobody@our.example>
                S: 550 5.1.1
                C: RCPT TO:<anybody@peer.example>
                S: 250 2.1.5
                C: RCPT TO:<anybody@nowhere.example>
                S: 550 5.1.2
                C: QUIT
                S: 221
                END
                """;
        var port = server.server().addresses(Service.SUBMISSION).getFirst();
        try (Dialogue client = Dialogue.with(port)) {
            client.talk(script);
        }
    }

    @Test
    void strangers_who_guess_at_names_hear_the_same_and_hear_of_those_who_are_here_as_before() throws IOException {
        server.close();
        server = TestServer.start(
                home, "our.example", PEERS, "[trust]", "networks = [\"127.0.0.2/32\"]", "[limits]", "errors = 100");
        try (Dialogue client = Dialogue.with(server.smtpPort())) {
            client.expect("220");
            client.send("MAIL FROM:<someone@else.example>").expect("250");
            for (int i = 0; i < 23; i++) {
                client.send("RCPT TO:<guess" + i + "@our.example>").expect("550 5.1.1");
            }
            client.send("RCPT TO:<bob@our.example>").expect("250 2.1.5");
        }
    }

    @Test
    void rfc5321_3_5_1_VRFY_tells_a_trusted_host_whom_a_name_stands_for() throws IOException {
        server.close();
        server.write("etc/aliases", """
                sales@our.example: bob@our.example, alice@our.example
                carol@second.example: bob@our.example
                dave@our.example: bob@our.example
                dave@second.example: alice@our.example
                erin@second.example: bob@our.example
                erin@our.example: bob@our.example
                """);
        server.write(
                "etc/mailserver.toml",
                TestServer.text(home.resolve("etc/mailserver.toml"))
                        .replace("\"our.example\"]", "\"our.example\", \"second.example\"]"));
        server.start();
        talk("""
                S: 220
                C: VRFY bob
                S= 250 2.1.5 <bob@our.example>
                C: VRFY BOB+tag
                S= 250 2.1.5 <bob@our.example>
                C: VRFY <bob@our.example>
                S= 250 2.1.5 <bob@our.example>
                C: VRFY "bob"
                S= 250 2.1.5 <bob@our.example>
                C: VRFY Bob Builder <bob@our.example>
                S= 250 2.1.5 <bob@our.example>
                C: VRFY postmaster
                S= 250 2.1.5 <postmaster@our.example>
                C: VRFY <Postmaster>
                S= 250 2.1.5 <postmaster@our.example>
                C: VRFY sales
                S= 250 2.1.5 <sales@our.example>
                C: VRFY carol
                S= 250 2.1.5 <carol@second.example>
                C: VRFY dave
                S= 553-5.1.4 ambiguous; it may be
                S= 553-5.1.4 <dave@our.example>
                S= 553 5.1.4 <dave@second.example>
                C: VRFY erin
                S= 250 2.1.5 <erin@our.example>
                C: VRFY nobody
                S: 550 5.1.1
                C: VRFY nobody@our.example
                S: 550 5.1.1
                C: VRFY somebody@peer.example
                S: 252 2.1.5
                C: VRFY somebody@nowhere.example
                S: 550 5.1.2
                C: VRFY Bob Builder
                S: 553 5.1.3
                C: VRFY bob@
                S: 553 5.1.3
                C: QUIT
                S: 221
                END
                """);
    }

    @Test
    void rfc5321_7_3_VRFY_tells_a_stranger_nothing() throws IOException {
        server.close();
        server = TestServer.start(home, "our.example", PEERS, "[trust]", "networks = [\"127.0.0.2/32\"]");
        String same = "S= 252 2.1.5 I don't tell strangers, but will take mail and try\n";
        talk("S: 220\nC: VRFY bob@our.example\n" + same + "C: VRFY nobody\n" + same + "C: VRFY <<>>\n" + same
                + "C: QUIT\nS: 221\nEND\n");
    }

    @Test
    void a_stranger_may_not_log_in_with_a_password_in_the_clear() throws IOException {
        server.close();
        server = TestServer.start(home, "our.example", "[trust]", "networks = [\"127.0.0.2/32\"]");
        try (Dialogue pop3 = Dialogue.with(server.pop3Port())) {
            pop3.talk("""
                    S: +OK
                    C: USER bob@our.example
                    S: -ERR
                    C: QUIT
                    S: +OK
                    END
                    """);
        }
    }

    private void talk(String script) throws IOException {
        try (Dialogue smtp = Dialogue.with(server.smtpPort())) {
            smtp.talk(script);
        }
    }
}
