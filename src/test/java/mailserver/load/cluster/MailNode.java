package mailserver.load.cluster;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mailserver.load.Home;
import mailserver.load.Wait;
import mailserver.netns.Machine;
import mailserver.netns.RemoteProcess;

/** A server of a cluster, on a machine of its own. */
public final class MailNode {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int SMTP = 2525;
    private static final int POP3 = 2110;
    private static final int WEB = 2080;

    private final Machine machine;
    private final String address;
    private final Path home;
    private final Path shared;
    private RemoteProcess process;

    MailNode(Machine machine, String address, Path home, Path shared) {
        this.machine = machine;
        this.address = address;
        this.home = home;
        this.shared = shared;
    }

    /**
     * @param balancer who is believed when it says whom it brings
     * @param clients  the network that may send
     */
    void configure(String balancer, String clients, String lease, String more) throws IOException {
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc/mailserver.toml"), """
                hostname = "mail.here.example"
                domains = ["here.example"]
                [smtp]
                listen = ["%1$s:2525"]
                proxy_from = ["%2$s"]
                [submission]
                listen = ["%1$s:2587"]
                listen_tls = ["%1$s:2465"]
                proxy_from = ["%2$s"]
                [pop3]
                listen = ["%1$s:2110"]
                listen_tls = ["%1$s:2995"]
                proxy_from = ["%2$s"]
                [web]
                listen = ["%1$s:2080"]
                [trust]
                networks = ["%3$s"]
                [cluster]
                node = "%4$s"
                shared = "%5$s"
                lease = "%6$s"
                %7$s
                """.formatted(
                        address, balancer, clients, name(), shared, lease, more));
    }

    public String name() {
        return machine.name();
    }

    public Machine machine() {
        return machine;
    }

    /** Its own, past the load balancer. */
    public InetSocketAddress smtp() {
        return new InetSocketAddress(address, SMTP);
    }

    public InetSocketAddress pop3() {
        return new InetSocketAddress(address, POP3);
    }

    public InetSocketAddress web() {
        return new InetSocketAddress(address, WEB);
    }

    /** Its queue, as this program sees it. */
    public Path queue() {
        return shared.resolve("nodes").resolve(name()).resolve("queue");
    }

    /** What it has taken from others and not yet made its own. */
    public Path taken() {
        return queue().resolveSibling("taken");
    }

    public Path output() {
        return home.resolve("output");
    }

    public Path log() {
        return home.resolve("maildir/log");
    }

    /** Starts it and waits until it is ready. */
    public void start() throws IOException {
        launch(Map.of());
        if (!awaitReady()) {
            throw new IOException("node " + name() + " did not start; it said:\n" + Files.readString(output()));
        }
    }

    /**
     * Starts it and doesn't wait.
     *
     * @param environment what is set beside this process's own
     */
    public void launch(Map<String, String> environment) throws IOException {
        // One that was killed leaves the file behind.
        Files.deleteIfExists(ports());
        var builder = new ProcessBuilder(words("run"));
        builder.environment().putAll(environment);
        process = machine.start(output(), builder);
    }

    private List<String> words(String... command) {
        var words = new ArrayList<>(List.of(
                Path.of(System.getProperty("mailserver.checkout"), "bin/mailserver")
                        .toString(),
                "--home",
                home.toString()));
        words.addAll(List.of(command));
        return words;
    }

    /** False when it has ended, or isn't ready after a minute and a half. */
    public boolean awaitReady() {
        Wait.atMost(PATIENCE, Duration.ofMillis(20), () -> isReady() || !process.isAlive());
        return isReady();
    }

    /** Does every port answer? */
    public boolean isReady() {
        return Files.exists(ports());
    }

    /** Does /readyz say that it takes mail? */
    public boolean isServing() {
        try {
            var asked = (HttpURLConnection) URI.create("http://" + address + ":" + WEB + "/readyz")
                    .toURL()
                    .openConnection();
            asked.setConnectTimeout(2000);
            asked.setReadTimeout(2000);
            return asked.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    private Path ports() {
        return home.resolve("maildir/run/ports");
    }

    /** Runs {@code bin/mailserver} there and returns what it prints. */
    public String command(String... command) throws IOException {
        return machine.run(words(command).toArray(String[]::new));
    }

    public RemoteProcess process() {
        return process;
    }

    static String account(String user) {
        return Home.address(user) + ":{PLAIN}" + Home.PASSWORD + "\n";
    }
}
