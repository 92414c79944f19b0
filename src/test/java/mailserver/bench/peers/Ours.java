package mailserver.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mailserver.load.Home;
import mailserver.load.Programs;

/** This project's server, by its own command and with its defaults, listening on the loopback. */
final class Ours implements Host {
    private static final String COMMAND = Path.of(System.getProperty("mailserver.checkout"))
            .resolve("bin/mailserver")
            .toString();

    private final Home home;

    private Ours(Home home) {
        this.home = home;
    }

    /** @param peers where mail for other domains goes */
    static Ours start(Path folder, List<String> users, Map<String, Integer> peers, String... more) throws IOException {
        return launched(Home.make(folder, users, lines(peers, more)));
    }

    /**
     * The same, with ports for submission and for POP3 over TLS.
     *
     * @param secret of every user, as {@link Home#makeForPeople} takes it
     */
    static Ours startForPeople(Path folder, List<String> users, String secret) throws IOException {
        return launched(Home.makeForPeople(folder, users, secret, lines(Map.of())));
    }

    private static Ours launched(Home home) throws IOException {
        var ours = new Ours(home);
        ours.launch();
        return ours;
    }

    private static String[] lines(Map<String, Integer> peers, String... more) {
        return Stream.of(
                        Stream.of(more),
                        Stream.of("[peers]"),
                        peers.entrySet().stream()
                                .map(peer -> "\"" + peer.getKey() + "\" = \"127.0.0.1:" + peer.getValue() + "\""))
                .flatMap(lines -> lines)
                .toArray(String[]::new);
    }

    /** Returns when it is ready. */
    void launch() throws IOException {
        Programs.run(COMMAND, "--home", home.folder().toString(), "start");
    }

    /** The process that serves. */
    long pid() throws IOException {
        return Long.parseLong(
                Files.readString(home.maildir().resolve("run/pid")).strip());
    }

    @Override
    public String name() {
        return "mailserver";
    }

    @Override
    public InetSocketAddress smtp() {
        return home.smtp();
    }

    @Override
    public InetSocketAddress pop3() {
        return home.pop3();
    }

    @Override
    public InetSocketAddress submission() {
        return home.submission();
    }

    @Override
    public InetSocketAddress pop3s() {
        return home.pop3s();
    }

    Identity identity() {
        return new Identity(
                home.folder().resolve("etc/tls/cert.pem"), home.folder().resolve("etc/tls/key.pem"));
    }

    @Override
    public void retry() throws IOException {
        Programs.run(COMMAND, "--home", home.folder().toString(), "queue", "retry", "--to", "peer.example");
    }

    @Override
    public Path maildir(String user) {
        return home.mailbox(user);
    }

    @Override
    public void restart() throws IOException {
        close();
        launch();
    }

    @Override
    public void close() throws IOException {
        Programs.run(COMMAND, "--home", home.folder().toString(), "stop");
    }
}
