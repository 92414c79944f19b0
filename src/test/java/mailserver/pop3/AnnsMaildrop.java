package mailserver.pop3;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.Dialogue;
import mailserver.config.value.Pop3Extensions;
import mailserver.config.value.Retention;
import mailserver.mail.Address;
import mailserver.sasl.LoginService;
import mailserver.store.Maildrop;
import mailserver.store.MeasurementCache;
import mailserver.wire.Connection;
import mailserver.wire.Transcript;

/** POP3 over real sockets for one mailbox, that of "ann" with the password "two words". */
final class AnnsMaildrop implements Maildrops, Closeable {
    static final Address ANN = new Address("ann", "mail.lan");
    static final String LOGIN = """
        S: +OK
        C: USER ann
        S: +OK
        C: PASS two words
        S: +OK
        """;

    private final Path maildir;
    private final MeasurementCache measurements = new MeasurementCache();
    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    volatile Pop3Extensions extensions = Pop3Extensions.DEFAULT;
    volatile Retention kept = Retention.FOR_GOOD;
    volatile boolean plaintext = true;

    AnnsMaildrop(Path maildir) throws IOException {
        this.maildir = maildir;
        Files.createDirectory(maildir.resolve("new"));
        Files.createDirectory(maildir.resolve("cur"));
    }

    /** Opens a session that has said nothing yet. */
    Dialogue connect() throws IOException {
        Dialogue client = Dialogue.with(listener.getLocalPort());
        var connection = new Connection(listener.accept());
        Thread.ofVirtual()
                .start(new Session(connection, Optional.empty(), false, this, this::settings, Transcript.NONE));
        return client;
    }

    /** Plays a script in a session of its own. */
    void talk(String script) throws IOException {
        try (Dialogue client = connect()) {
            client.talk(script);
        }
    }

    /** The same behind the login. */
    void talkAsAnn(String script) throws IOException {
        talk(LOGIN + script);
    }

    void put(String name, String text) throws IOException {
        Files.writeString(maildir.resolve("new").resolve(name), text, StandardCharsets.UTF_8);
    }

    List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(maildir.resolve("new"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Pop3Settings settings() {
        return new Pop3Settings("mail.lan", Duration.ofSeconds(10), Duration.ofSeconds(10), 20, extensions, kept);
    }

    @Override
    public LoginResult login(String user, String password, InetAddress client) {
        if (!user.equals("ann") || !password.equals("two words")) {
            return new LoginResult.Denied();
        }
        try {
            return Maildrop.open(maildir, measurements)
                    .<LoginResult>map(opened -> new LoginResult.Opened(opened, ANN))
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
    public void close() throws IOException {
        listener.close();
    }
}
