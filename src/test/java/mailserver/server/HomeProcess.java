package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mailserver.account.Passwords;

/** {@code mailserver --home DIR run} as a process of its own, with the classes of this test. */
final class HomeProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;
    // Neither a readable password nor a missing postmaster: a server would warn of both on stderr.
    private static final String SECRET = Passwords.hash("secret");

    private final Path home;
    private final Path out;
    private final Path err;
    private final Process process;

    private HomeProcess(Path home, List<String> options) throws IOException {
        this.home = home;
        this.out = Files.createTempFile(home, "run", ".out");
        this.err = Files.createTempFile(home, "run", ".err");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        var command =
                new ArrayList<>(List.of(java.toString(), "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), "mailserver.cli.Main", "--home", home.toString(), "run"));
        process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }

    /** Makes a home for the domain here.example with the accounts alice and bob, whose password is "secret". */
    static void configure(Path home, int smtpPort, String more) throws IOException {
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc/mailserver.toml"), """
                hostname = "mail.here.example"
                domains = ["here.example"]
                [smtp]
                listen = ["127.0.0.1:%d"]
                [submission]
                listen = []
                listen_tls = []
                [pop3]
                listen_tls = []
                listen = ["127.0.0.1:0"]
                %s
                """.formatted(smtpPort, more));
        Path accounts = home.resolve("etc/accounts");
        Files.createFile(accounts, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(accounts, "alice@here.example:" + SECRET + "\nbob@here.example:" + SECRET + "\n");
        Files.writeString(home.resolve("etc/aliases"), "postmaster@here.example: bob@here.example\n");
    }

    /**
     * Starts it and waits until its ports answer.
     *
     * @param options of the JVM
     */
    static HomeProcess start(Path home, String... options) throws IOException {
        Path ports = home.resolve("maildir/run/ports");
        // One that was killed leaves the file behind.
        Files.deleteIfExists(ports);
        var server = new HomeProcess(home, List.of(options));
        try {
            Letters.until(() -> Files.exists(ports) || !server.process.isAlive());
            assertTrue(server.process.isAlive(), () -> "it ended: " + server.errors());
            return server;
        } catch (Throwable e) {
            server.close();
            throw e;
        }
    }

    /** Starts one that ends by itself. */
    static HomeProcess failing(Path home) throws IOException {
        return new HomeProcess(home, List.of());
    }

    int smtpPort() throws IOException {
        return port("smtp");
    }

    int pop3Port() throws IOException {
        return port("pop3");
    }

    int port(String protocol) throws IOException {
        return Files.readAllLines(home.resolve("maildir/run/ports")).stream()
                .filter(line -> line.startsWith(protocol + " "))
                .map(line -> Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end and returns the exit code. */
    int exitCode() throws InterruptedException {
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it doesn't end");
        return process.exitValue();
    }

    /** The lines on stderr. */
    List<String> errors() {
        return lines(err);
    }

    /** Those on stdout. */
    List<String> output() {
        return lines(out);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of(e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        try {
            exitCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.delete(out);
        Files.delete(err);
    }
}
