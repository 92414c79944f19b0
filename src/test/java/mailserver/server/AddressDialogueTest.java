package mailserver.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import mailserver.Dialogue;
import mailserver.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses from the wire to the folder. */
class AddressDialogueTest {
    private static final String DOMAIN = "b\u00fccher.example";

    @TempDir
    private Path home;

    private TestServer server;
    private Dialogue smtp;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(home, DOMAIN);
        server.close();
        server.write("etc/accounts", """
                bob@B\u00fccher.example:{PLAIN}secret
                j\u00f6rg@xn--bcher-kva.example:{PLAIN}secret
                "a/b"@b\u00fccher.example:{PLAIN}secret
                aux@b\u00fccher.example:{PLAIN}secret
                """);
        server.start();
        smtp = Dialogue.with(server.smtpPort());
        smtp.expect("220 mail.xn--bcher-kva.example");
        smtp.send("EHLO client.example").expectReply(250);
    }

    @AfterEach
    void stop() throws IOException {
        smtp.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    <bob@b\u00fccher.example>                    | bob
                    <BOB@B\u00dcCHER.EXAMPLE>                    | bob
                    <bob@bu\u0308cher\u3002example>              | bob
                    <bob@xn--bcher-kva.example>                  | bob
                    <Bob@XN--BCHER-KVA.example>                  | bob
                    <"bob"@b\u00fccher.example>                  | bob
                    <"b\\ob"@b\u00fccher.example>                | bob
                    <bob+tag@b\u00fccher.example>                | bob
                    <@a.example,@b.example:bob@b\u00fccher.example> | bob
                    <bob@[127.0.0.1]>                            | bob
                    <bob@[IPv6:0::1]>                            | bob
                    bob@b\u00fccher.example                      | bob
                    <j\u00f6rg@b\u00fccher.example>              | j%C3%B6rg
                    <jo\u0308RG@xn--bcher-kva.example>           | j%C3%B6rg
                    <"a/b"@b\u00fccher.example>                  | a%2Fb
                    <a/b@b\u00fccher.example>                    | a%2Fb
                    <AUX@b\u00fccher.example>                    | %61ux
                    <Postmaster>                                 | postmaster
                    <POSTMASTER@b\u00fccher.example>             | postmaster
                    <postmaster@[127.0.0.1]>                     | postmaster
                    """)
    void rfc5321_4_1_2_and_rfc6531_3_3_every_way_to_write_an_address_leads_to_its_folder(String path, String folder)
            throws IOException {
        smtp.send("MAIL FROM:<> SMTPUTF8").expectReply(250);
        say("RCPT TO:" + path);
        smtp.expectReply(250);
        smtp.send("DATA").expect("354");
        smtp.send("Subject: x", "", "x", ".").expectReply(250);
        assertEquals(1, server.mail("xn--bcher-kva.example", folder).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<bob@>",
                "<bob@-x.example>",
                "<bob@xn--a>",
                "<bob@a\uff0fb.example>",
                "<bob@[127.0.0.256]>",
                "<bob@[::1]>",
                "<bob@[IPv6:1:2:3]>",
                "<bo\u202eb@b\u00fccher.example>",
                "<bob@b\u00fccher.example",
                "<\"bob@b\u00fccher.example>",
                "<po\u017ftmaster>"
            })
    void rfc5321_4_1_2_what_is_no_address_is_answered_so_and_the_session_goes_on(String path) throws IOException {
        smtp.send("MAIL FROM:<> SMTPUTF8").expectReply(250);
        say("RCPT TO:" + path);
        List<String> reply = smtp.expectReply(501);
        assertTrue(reply.getFirst().startsWith("501 5.1.3"), reply::toString);
        smtp.send("RCPT TO:<bob@xn--bcher-kva.example>").expectReply(250);
    }

    @Test
    void rfc5321_2_3_5_both_ways_to_write_a_domain_log_in() throws IOException {
        for (String user :
                List.of("bob", "bob@xn--bcher-kva.example", "BOB@XN--BCHER-KVA.EXAMPLE", "\"bob\"@" + DOMAIN)) {
            try (var pop3 = Dialogue.with(server.pop3Port())) {
                pop3.expect("+OK");
                pop3.sendRaw(("USER " + user + "\r\n").getBytes(UTF_8)).expect("+OK");
                pop3.send("PASS secret").expect("+OK");
                // Else the next one may find the maildrop in use.
                pop3.send("QUIT").expect("+OK");
            }
        }
    }

    private void say(String line) throws IOException {
        smtp.sendRaw((line + "\r\n").getBytes(UTF_8));
    }
}
