package mailserver.pop3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailserver.SplitPoints;
import mailserver.config.value.Pop3Extensions;
import mailserver.config.value.Retention;
import mailserver.mail.Address;
import mailserver.sasl.LoginService;
import mailserver.store.Maildrop;
import mailserver.store.MeasurementCache;
import mailserver.wire.Connection;
import mailserver.wire.Transcript;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 2449 §6.6, PIPELINING: the same dialogue, whatever packets it comes in. */
class SessionSplitTest implements Maildrops {
    private static final Pop3Settings SETTINGS = new Pop3Settings(
            "mail.lan", Duration.ofSeconds(10), Duration.ofSeconds(10), 5, Pop3Extensions.DEFAULT, Retention.FOR_GOOD);
    private static final Map<String, String> MAILBOX =
            Map.of("1.a", "Subject: one\n\nfirst\n.\n..\n", "2.b", "Subject: two\n\nsecond", "3.c", "");

    /** RFC 1939 §3: a line that begins with a dot has one more. */
    private static final List<String> RETRIEVED = List.of("Subject: one", "", "first", "..", "...", ".");

    @TempDir
    Path maildir;

    private final MeasurementCache measurements = new MeasurementCache();

    /**
     * @param says  what the client says
     * @param hears the status of the answers: + or -
     * @param kept  the messages that are there afterwards
     */
    private record Script(String name, String says, String hears, List<String> kept) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Script> scripts() {
        List<String> all = List.of("1.a", "2.b", "3.c");
        return Stream.of(
                new Script("each command", """
                        CAPA
                        USER ann
                        PASS two words
                        STAT
                        LIST
                        LIST 2
                        UIDL
                        UIDL 1
                        RETR 1
                        TOP 1 1
                        DELE 2
                        NOOP
                        RSET
                        QUIT
                        """, "+++++++++++++++", all),
                new Script("what is deleted is gone behind QUIT", """
                        USER ann
                        PASS two words
                        DELE 1
                        QUIT
                        """, "+++++", List.of("2.b", "3.c")),
                new Script("no line end is CRLF", """
                        user ann<LF>pass two words<LF>retr 2<LF>quit<LF>""", "+++++", all),
                new Script("what is beyond RFC 1939", """
                        LANG
                        LANG de
                        UTF8
                        LAST
                        USER ann
                        PASS two words
                        LANG fr-CA
                        LANG xx
                        UTF8
                        LANG *
                        """, "++++-+++--+", all),
                new Script("what is no command", """
                        STAT
                        PASS x
                        USER
                        USER ann
                        PASS wrong
                        CAPA
                        """, "+---+-+", all),
                new Script("what is no message", """
                        USER ann
                        PASS two words
                        RETR 4
                        RETR 0
                        LIST x
                        DELE 3
                        RETR 3
                        DELE 3
                        TOP 1 99999999999999999999
                        """, "+++---+--+", all),
                new Script("octets that are no text", """
                        USER ann
                        PASS two words
                        N<NUL>OP
                        NO<CR>OP
                        NO\u00e9P
                        NOOP
                        """, "+++---+", all),
                new Script("too many errors", "USER\n".repeat(8), "+-------", all),
                new Script("no command, again and again", "WHAT\n".repeat(8), "+---", all),
                new Script("a line that is too long", "USER " + "x".repeat(2044) + "\nQUIT\n", "+-+", all),
                new Script("it goes away without a word", """
                        USER ann
                        PASS two words
                        DELE 1
                        QUI""", "++++", all));
    }

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectory(maildir.resolve("new"));
        Files.createDirectory(maildir.resolve("cur"));
        fill(List.of());
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void the_packets_make_no_difference(Script script) throws IOException {
        SplitPoints.Outcome outcome = SplitPoints.play(SplitPoints.octets(script.says()), this::serve);
        String statuses = outcome.answers().stream()
                .filter(line -> line.startsWith("+OK") || line.startsWith("-ERR"))
                .map(line -> line.substring(0, 1))
                .collect(Collectors.joining());
        assertEquals(script.hears(), statuses);
        assertEquals(script.kept(), outcome.kept());
        boolean retrieved = Collections.indexOfSubList(outcome.answers(), RETRIEVED) >= 0;
        assertEquals(script.says().contains("RETR 1") || script.says().contains("TOP 1 99"), retrieved);
    }

    private List<String> serve(Socket client) throws IOException {
        new Session(new Connection(client), Optional.empty(), false, this, () -> SETTINGS, Transcript.NONE).run();
        List<String> kept;
        try (Stream<Path> files = Files.list(maildir.resolve("new"))) {
            kept = files.map(file -> file.getFileName().toString()).sorted().toList();
        }
        fill(kept);
        return kept;
    }

    /** Each session finds the same mailbox. */
    private void fill(List<String> present) throws IOException {
        for (var message : MAILBOX.entrySet()) {
            if (!present.contains(message.getKey())) {
                Files.writeString(maildir.resolve("new").resolve(message.getKey()), message.getValue());
            }
        }
    }

    @Override
    public LoginResult login(String user, String password, InetAddress client) {
        if (!password.equals("two words")) {
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
        return TestLoginServices.of(true);
    }
}
