package mailserver.bench.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import mailserver.load.Home;
import mailserver.load.Ports;
import mailserver.load.Programs;
import mailserver.load.Talk;
import mailserver.load.Wait;

/** Dovecot's POP3 server as Debian has it, with folders of its own and defaults for all that makes it slow or fast. */
final class Dovecot implements Host {
    private static final int NOBODY = 65534;

    private final Path folder;
    private final int port;
    private final int tlsPort;
    private final int authPort;

    private Dovecot(Path folder) throws IOException {
        this.folder = folder;
        this.port = Ports.free();
        this.tlsPort = Ports.free();
        this.authPort = Ports.free();
    }

    static Dovecot start(Path folder, List<String> users) throws IOException {
        return start(folder, users, "{PLAIN}" + Home.PASSWORD, Optional.empty());
    }

    /**
     * With POP3 over TLS, too, and answering Postfix, who asks for the users' passwords.
     *
     * @param secret of every user, its scheme in braces ahead
     */
    static Dovecot startWithTls(Path folder, List<String> users, String secret, Identity identity) throws IOException {
        return start(folder, users, secret, Optional.of(identity));
    }

    private static Dovecot start(Path folder, List<String> users, String secret, Optional<Identity> identity)
            throws IOException {
        if (!Programs.isRoot()) {
            throw new IOException("Dovecot can be started by root only");
        }
        Programs.need("dovecot", "dovecot-core", "dovecot-pop3d");
        var dovecot = new Dovecot(folder);
        dovecot.configure(users, secret, identity.map(dovecot::tls).orElse("ssl = no"));
        dovecot.launch();
        return dovecot;
    }

    private String tls(Identity identity) {
        return """
                ssl = yes
                ssl_cert = <%s
                ssl_key = <%s
                service pop3-login {
                  service_count = 0
                  process_min_avail = %d
                  inet_listener pop3s {
                    port = %d
                    ssl = yes
                  }
                }
                service auth {
                  inet_listener {
                    address = 127.0.0.1
                    port = %d
                  }
                }
                """.formatted(
                identity.certificate(), identity.key(), Runtime.getRuntime().availableProcessors(), tlsPort, authPort);
    }

    private void configure(List<String> users, String secret, String tls) throws IOException {
        Files.createDirectories(folder.resolve("mail"));
        Files.createDirectories(folder.resolve("state"));
        Files.writeString(
                folder.resolve("users"),
                users.stream()
                        .map(user -> Host.address(user) + ":" + secret + "\n")
                        .collect(Collectors.joining()));
        Files.writeString(folder.resolve("dovecot.conf"), """
                base_dir = %1$s/run
                state_dir = %1$s/state
                log_path = %1$s/log
                protocols = pop3
                listen = 127.0.0.1
                %4$s
                disable_plaintext_auth = no
                mail_location = maildir:%1$s/mail/%%n
                first_valid_uid = 1
                service pop3-login {
                  inet_listener pop3 {
                    port = %2$d
                  }
                }
                passdb {
                  driver = passwd-file
                  args = %1$s/users
                }
                userdb {
                  driver = static
                  args = uid=%3$d gid=%3$d home=%1$s/mail/%%n
                }
                """.formatted(folder, port, NOBODY, tls));
    }

    private void launch() throws IOException {
        Programs.run("dovecot", "-c", folder.resolve("dovecot.conf").toString());
        if (!Wait.atMost(Duration.ofSeconds(20), this::answers)) {
            throw new IOException("Dovecot doesn't answer; see " + folder.resolve("log"));
        }
    }

    private boolean answers() {
        try (Talk talk = Talk.to(pop3(), Duration.ofSeconds(5))) {
            return talk.ok();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String name() {
        return "Dovecot";
    }

    @Override
    public InetSocketAddress smtp() {
        throw new UnsupportedOperationException("Dovecot takes no mail by SMTP here");
    }

    @Override
    public InetSocketAddress pop3() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public InetSocketAddress pop3s() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), tlsPort);
    }

    /** For smtpd_sasl_path. */
    int authPort() {
        return authPort;
    }

    @Override
    public Path maildir(String user) {
        return folder.resolve("mail").resolve(user);
    }

    /** Lets its user write to what was put into a Maildir. */
    void own() throws IOException {
        Programs.run(
                "chown", "-R", NOBODY + ":" + NOBODY, folder.resolve("mail").toString());
    }

    @Override
    public void restart() throws IOException {
        close();
        launch();
    }

    @Override
    public void close() throws IOException {
        Programs.run("doveadm", "-c", folder.resolve("dovecot.conf").toString(), "stop");
        Wait.atMost(Duration.ofSeconds(10), () -> !answers());
    }
}
