package mailserver.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /** @param peerPort where mail for peer.example goes */
    static Ours start(Path folder, List<String> users, int peerPort, String... more) throws IOException {
        String[] lines = new String[more.length + 2];
        System.arraycopy(more, 0, lines, 0, more.length);
        lines[more.length] = "[peers]";
        lines[more.length + 1] = "\"peer.example\" = \"127.0.0.1:" + peerPort + "\"";
        var ours = new Ours(Home.make(folder, users, lines));
        ours.launch();
        return ours;
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
