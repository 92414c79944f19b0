package mailserver.pop3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import mailserver.Dialogue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Utf8Test {
    private static final String MESSAGE =
            "Subject: Gr\u00fc\u00dfe\nFrom: \u7528\u6237@\u4f8b\u5b50.example\n\n\u00e4\n";

    @TempDir
    Path maildir;

    private AnnsMaildrop server;

    @BeforeEach
    void open() throws IOException {
        server = new AnnsMaildrop(maildir);
        server.put("1.a", MESSAGE);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void rfc6856_2_1_utf8_comes_before_the_login() throws IOException {
        server.talk("""
            S: +OK
            C: UTF8 now
            S= -ERR UTF8 takes no argument
            C: utf8
            S= +OK
            C: UTF8
            S= +OK
            C: USER ann
            S: +OK
            C: PASS two words
            S: +OK
            C: UTF8
            S= -ERR Already authenticated
            """);
    }

    @Test
    void rfc6856_2_1_a_message_is_sent_as_it_is_stored_and_as_list_counts_it() throws IOException {
        byte[] wire = MESSAGE.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        String uid = "";
        for (String first : new String[] {"UTF8", "CAPA"}) {
            try (Dialogue client = server.connect()) {
                client.expect("+OK");
                client.send(first).expect("+OK");
                if (first.equals("CAPA")) {
                    client.untilDot();
                }
                client.send("USER ann").expect("+OK");
                client.send("PASS two words").expect("+OK");
                client.send("LIST 1").expectLines("+OK 1 " + wire.length);
                client.send("RETR 1").expectLines("+OK " + wire.length + " octets");
                assertArrayEquals(wire, client.data());
                client.send("TOP 1 1").expect("+OK");
                assertArrayEquals(wire, client.data());
                String told = client.send("UIDL 1").expect("+OK 1 ");
                assertEquals(uid.isEmpty() ? told : uid, told);
                uid = told;
                client.send("QUIT").expect("+OK");
                client.expectEnd();
            }
        }
    }

    @Test
    void rfc6856_2_2_a_name_that_is_no_utf8_or_that_would_garble_a_log_is_refused() throws IOException {
        try (Dialogue client = server.connect()) {
            client.expect("+OK");
            client.sendRaw("USER \u00e4\r\n").expect("-ERR a command has no NUL");
            client.sendRaw("USER \u00c3\u00a4nne\r\n").expect("+OK");
            client.sendRaw("USER a\u00c2\u0085b\r\n").expect("-ERR a user name has no control characters");
            client.sendRaw("USER a\u00e2\u0080\u00aeb\r\n").expect("-ERR a user name has no control characters");
        }
    }
}
