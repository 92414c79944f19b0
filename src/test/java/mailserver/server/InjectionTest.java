package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import mailserver.Dialogue;
import mailserver.wire.text.Printable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a client writes must not become a line of a header, a report or the log, nor the name of a file elsewhere, nor be
 * kept where it is a secret. All of it over the wire, at a server that logs every line.
 */
class InjectionTest {
    /** No LF: that ends a line wherever it stands. */
    private static final List<String> HARMFUL = Stream.concat(
                    Stream.of("\u007f", "\u0085", "\u009b", "\u2028", "\u2029", "\u202e", "\u200b"),
                    Stream.iterate(0, c -> c < ' ', c -> c + 1)
                            .filter(c -> c != '\n')
                            .map(Character::toString))
            .toList();

    @TempDir
    private Path folder;

    private Path home;
    private HomeProcess server;

    @BeforeEach
    void start() throws IOException {
        home = folder.resolve("home");
        HomeProcess.configure(home, 0, """
                [limits]
                errors = 100000
                [peers]
                "peer.example" = "127.0.0.1:9"
                [log]
                level = "debug"
                """);
        Path configuration = home.resolve("etc/mailserver.toml");
        Files.writeString(
                configuration,
                Files.readString(configuration)
                        .replace("[submission]\nlisten = []", "[submission]\nlisten = [\"127.0.0.1:0\"]"));
        server = HomeProcess.start(home);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void no_control_character_of_an_SMTP_client_comes_back_or_reaches_the_log_or_a_header() throws Exception {
        try (Dialogue client = Dialogue.with(server.smtpPort())) {
            harmless(client.line());
            for (String c : HARMFUL) {
                for (String line : List.of(
                        "EHLO a" + c + "b",
                        "HELO a" + c + "b",
                        "MAIL FROM:<a" + c + "b@x.example>",
                        "MAIL FROM:<\"a" + c + "b\"@x.example> SMTPUTF8",
                        "MAIL FROM:<\"a\\" + c + "b\"@x.example>",
                        "MAIL FROM:<a@x" + c + ".example> SMTPUTF8",
                        "MAIL FROM:<a@[x" + c + "]>",
                        "MAIL FROM:<a@x.example> ENVID=a" + c + "b",
                        "MAIL FROM:<a@x.example> A" + c + "=b",
                        "MAIL FROM:<a@x.example>",
                        "RCPT TO:<a" + c + "b@here.example>",
                        "RCPT TO:<bob@here.example> ORCPT=rfc822;a" + c + "b",
                        "RCPT TO:<bob@here.example> NOTIFY=a" + c + "b",
                        "RCPT TO:<bob@here.example>",
                        "VRFY a" + c + "b",
                        "HELP a" + c + "b",
                        "NOOP a" + c + "b",
                        "AUTH a" + c + "b",
                        "X" + c + "Y",
                        "HELO a" + c + "b",
                        "MAIL FROM:<a@x.example>",
                        "RCPT TO:<bob@here.example>")) {
                    answer(client, line);
                }
                client.send("DATA").expect("354");
                client.send("Subject: x", "", "x", ".").expect("250");
            }
        }
        List<String> mail = filesIn("maildir/here.example/bob/new");
        assertEquals(HARMFUL.size(), mail.size());
        for (String message : mail) {
            assertEquals(
                    new TreeSet<>(Set.of("Return-Path", "Received", "Date", "From", "Message-ID", "Subject")),
                    fieldNames(message),
                    message);
        }
        logIsHarmless();
    }

    @Test
    void rfc3461_4_what_xtext_hides_stays_hidden() throws Exception {
        try (Dialogue client = Dialogue.with(server.smtpPort())) {
            client.talk("""
                    S: 220
                    C: MAIL FROM:<bob@here.example> ENVID=a+0D+0AX-Evil:+20yes
                    S: 501
                    C: MAIL FROM:<bob@here.example> ENVID=a+00b
                    S: 501
                    C: MAIL FROM:<bob@here.example> ENVID=a+C2+85b
                    S: 501
                    C: MAIL FROM:<bob@here.example>
                    S: 250
                    C: RCPT TO:<alice@here.example> ORCPT=rfc822;a+0D+0AX-Evil:+20yes
                    S: 501
                    C: RCPT TO:<alice@here.example> ORCPT=x+0Ay;a
                    S: 501
                    """);
        }
        logIsHarmless();
    }

    @Test
    void no_control_character_of_a_POP3_client_comes_back_or_reaches_the_log() throws Exception {
        for (String c : HARMFUL) {
            // Each has a session of its own: who has not logged in may not try one unknown command after the other.
            try (Dialogue client = Dialogue.with(server.pop3Port())) {
                harmless(client.line());
                for (String line : List.of("USER a" + c + "b", "LANG a" + c + "b", "AUTH a" + c + "b", "X" + c + "Y")) {
                    answer(client, line);
                }
                // Only the log has the name; after some failures the next one would have to wait.
                if (c.equals("\u001b") || c.equals("\u2028")) {
                    answer(client, "AUTH PLAIN " + base64("\0a" + c + "b\0wrong"));
                }
            }
        }
        logIsHarmless();
    }

    @Test
    void no_address_leads_out_of_the_mail_folder() throws Exception {
        List<String> before = tree();
        try (Dialogue client = Dialogue.with(server.smtpPort())) {
            client.expect("220");
            client.send("MAIL FROM:<a@x.example>").expect("250");
            for (String local :
                    List.of("..", "\"..\"", "\"../alice\"", "\"/etc/passwd\"", "\"..\\\\alice\"", "%2e%2e")) {
                assertTrue(
                        answer(client, "RCPT TO:<" + local + "@here.example>").startsWith("5"), local);
                assertTrue(
                        answer(client, "RCPT TO:<bob@here.example/../" + local + ">")
                                .startsWith("5"),
                        local);
            }
            // A queue id is ours; an address at a peer is written into an entry and names no file.
            client.send("RCPT TO:<\"../../../evil\"@peer.example>").expect("250");
            client.send("DATA").expect("354");
            client.send("Subject: x", "", "x", ".").expect("250");
        }
        try (Dialogue client = Dialogue.with(server.pop3Port())) {
            client.expect("+OK");
            client.send("USER ../here.example/bob@here.example").expect("+OK");
            client.send("PASS secret").expect("-ERR [AUTH]");
        }
        List<String> after = new ArrayList<>(tree());
        after.removeAll(before);
        assertTrue(
                after.stream()
                        .allMatch(name ->
                                name.matches("maildir/(queue/([a-z0-9]+\\.(eml|envelope)|attempts)|run/.*|log/.*)")),
                after::toString);
    }

    @Test
    void no_secret_reaches_the_log_not_even_one_that_is_sent_at_the_wrong_moment() throws Exception {
        String secret = "tops3cret";
        String plain = base64("\0bob@here.example\0" + secret);
        try (Dialogue client = Dialogue.with(server.port("submission"))) {
            client.expect("220");
            client.send("EHLO me").expectReply(250);
            for (String line : List.of(
                    "AUTH PLAIN " + plain,
                    "auth plain " + plain,
                    "  AUTH PLAIN " + plain + " more",
                    "AUTH PLAIN " + plain + "\0",
                    "AUTH CRAM-MD5 " + plain,
                    "AUTH NONSENSE",
                    // The client did not hear that this was refused, and goes on.
                    plain,
                    base64("bob@here.example"),
                    base64(secret),
                    "PASS " + secret)) {
                answer(client, line);
            }
            client.send("AUTH LOGIN").expect("334");
            client.send(base64("bob@here.example")).expect("334");
            client.send(base64(secret)).expect("5");
        }
        try (Dialogue client = Dialogue.with(server.pop3Port())) {
            client.expect("+OK");
            answer(client, "PASS " + secret);
            answer(client, "USER bob@here.example " + secret);
            answer(client, "APOP bob@here.example " + secret);
            answer(client, "USER bob@here.example");
            answer(client, " pass " + secret + "\0");
            answer(client, base64(secret));
            answer(client, plain);
            answer(client, "AUTH PLAIN " + plain);
        }
        String log = log();
        assertTrue(log.contains("> AUTH ****") && log.contains("> PASS ****"), log);
        for (String form : List.of(secret, plain, base64(secret), "{PLAIN}")) {
            assertFalse(log.contains(form), () -> form + " is in the log:\n" + log);
        }
    }

    private static String answer(Dialogue client, String line) throws IOException {
        client.sendRaw((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        String first = harmless(client.line());
        boolean several = first.startsWith("+OK") ? line.equals("CAPA") : first.startsWith("-", 3);
        for (String more = first; several; several = more.startsWith("-", 3)) {
            more = harmless(client.line());
        }
        return first;
    }

    private static String harmless(String line) {
        assertTrue(line.codePoints().noneMatch(Printable::isHarmful), () -> "harmful: " + Printable.word(line));
        return line;
    }

    private void logIsHarmless() throws Exception {
        String log = log();
        assertTrue(log.lines().count() > 10, log);
        for (String line : log.split("\n")) {
            harmless(line.replace("\t", ""));
            assertTrue(line.matches("\\d{4}-\\d\\d-\\d\\d .*"), () -> "no line of the log begins like this: " + line);
        }
    }

    /** All that it logged; the server ends. */
    private String log() throws Exception {
        server.terminate();
        server.exitCode();
        return Files.readString(home.resolve("maildir/log/mailserver.log"));
    }

    private List<String> filesIn(String folder) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve(folder))) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.toList()) {
                texts.add(Files.readString(file));
            }
            return texts;
        }
    }

    private List<String> tree() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> home.relativize(file).toString())
                    .filter(name -> !name.startsWith("run"))
                    .toList();
        }
    }

    private static Set<String> fieldNames(String message) {
        var names = new TreeSet<String>();
        for (String line : message.split("\n\n", 2)[0].split("\n")) {
            if (!line.startsWith("\t")) {
                names.add(line.split(":", 2)[0]);
            }
        }
        return names;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
