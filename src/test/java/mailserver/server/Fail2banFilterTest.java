package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailserver.Dialogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That etc/fail2ban/mailserver.conf finds in a log what it shall find, and the client's own address there. */
class Fail2banFilterTest {
    private static final String DATE = "[0-9-]{10} [0-9:]{8}\\.[0-9]{3}";

    @TempDir
    private Path home;

    @Test
    void refused_logins_are_found_by_the_address_they_came_from() throws Exception {
        HomeProcess.configure(home, 0, "");
        try (var server = HomeProcess.start(home);
                var client = Dialogue.with(server.pop3Port())) {
            client.expect("+OK");
            // A name that would lead to somebody else.
            String login = "\0alice from 192.0.2.9 refused: Authentication failed: wrong user name or password\0x";
            client.send("AUTH PLAIN " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                    .expect("-ERR");
            client.send("USER alice").expect("+OK");
            client.send("PASS secret").expect("+OK");
            try (var second = Dialogue.with(server.pop3Port())) {
                second.expect("+OK");
                second.send("USER alice").expect("+OK");
                // Who knows the password is nobody to keep out, whatever is in the way.
                second.send("PASS secret").expect("-ERR");
            }
            Path log = home.resolve("maildir/log/mailserver.log");
            Letters.until(() -> !hosts(log).isEmpty());
            client.send("QUIT").expect("+OK");
            server.terminate();
            server.exitCode();
            assertEquals(List.of("127.0.0.1"), hosts(log));
        }
    }

    private static List<String> hosts(Path log) throws Exception {
        String filter = Files.readString(Path.of("etc/fail2ban/mailserver.conf"))
                .replaceFirst("(?s).*\nfailregex = ([^\n]*)\n.*", "$1")
                .replaceFirst("^\\^", "")
                .replace("<HOST>", "([0-9a-fA-F.:]+)");
        // fail2ban cuts the date out before it looks.
        Pattern line = Pattern.compile(DATE + filter);
        return Files.readAllLines(log).stream()
                .map(line::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .toList();
    }
}
