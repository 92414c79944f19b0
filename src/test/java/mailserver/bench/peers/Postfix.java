package mailserver.bench.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailserver.load.Home;
import mailserver.load.Ports;
import mailserver.load.Programs;

/**
 * Postfix as Debian has it, with a configuration, a queue and mailboxes of its own. What is set beside folders, ports and names
 * is only what delivery to Maildirs and to a peer on the loopback needs; it syncs and limits as its defaults have it.
 */
final class Postfix implements Host {
    private static final int NOBODY = 65534;

    private final Path folder;
    private final Path configuration;
    private final Path mail;
    private final int port;
    private final int submissionPort;

    private Postfix(Path folder) throws IOException {
        this.folder = folder;
        this.configuration = folder.resolve("etc");
        this.mail = folder.resolve("mail");
        this.port = Ports.free();
        this.submissionPort = Ports.free();
    }

    /** @param peers where mail for other domains goes */
    static Postfix start(Path folder, List<String> users, Map<String, Integer> peers) throws IOException {
        return start(folder, users, peers, "");
    }

    /** With a port for submission, too; Dovecot knows the passwords. */
    static Postfix startForPeople(Path folder, List<String> users, Identity identity, Dovecot dovecot)
            throws IOException {
        return start(
                folder, users, Map.of(), """
                smtpd_tls_cert_file = %s
                smtpd_tls_key_file = %s
                smtpd_sasl_type = dovecot
                smtpd_sasl_path = inet:127.0.0.1:%d
                """.formatted(identity.certificate(), identity.key(), dovecot.authPort()));
    }

    private static Postfix start(Path folder, List<String> users, Map<String, Integer> peers, String submission)
            throws IOException {
        if (!Programs.isRoot()) {
            throw new IOException("Postfix can be started by root only");
        }
        Programs.need("postfix", "postfix");
        var postfix = new Postfix(folder);
        postfix.configure(users, peers, submission);
        postfix.command("start");
        return postfix;
    }

    /** What fails says why only to a terminal, or in the log, if it comes so far. */
    private void command(String verb) throws IOException {
        try {
            Programs.run("postfix", "-c", configuration.toString(), verb);
        } catch (IOException e) {
            throw new IOException(e.getMessage() + why(verb), e);
        }
    }

    private String why(String verb) throws IOException {
        try {
            // The quotes of a shell, for a path of ours.
            Programs.run("script", "-qec", "postfix -c '" + configuration + "' " + verb, "/dev/null");
            return "(at a second try it did it)";
        } catch (IOException e) {
            Path log = folder.resolve("log");
            String logged = Files.exists(log)
                    ? "\n"
                            + Files.readString(log)
                                    .lines()
                                    .filter(line -> line.contains("fatal"))
                                    .reduce((first, last) -> last)
                                    .orElse("")
                    : "";
            return "\n" + e.getMessage() + logged;
        }
    }

    private void configure(List<String> users, Map<String, Integer> peers, String submission) throws IOException {
        Path domain = mail.resolve(Home.DOMAIN);
        for (Path made : List.of(configuration, folder.resolve("queue"), folder.resolve("data"), domain)) {
            Files.createDirectories(made);
        }
        Programs.run("chown", "postfix", folder.resolve("data").toString());
        Programs.run("chown", NOBODY + ":" + NOBODY, domain.toString());
        Files.writeString(configuration.resolve("main.cf"), """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                command_directory = /usr/sbin
                daemon_directory = /usr/lib/postfix/sbin
                maillog_file = %1$s/log
                maillog_file_prefixes = %1$s
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                myhostname = mail.here.example
                mydestination =
                mynetworks = 127.0.0.0/8
                alias_maps =
                alias_database =
                virtual_mailbox_domains = here.example
                virtual_mailbox_base = %1$s/mail
                virtual_mailbox_maps = texthash:%2$s/users
                virtual_uid_maps = static:%3$d
                virtual_gid_maps = static:%3$d
                transport_maps = inline:{%4$s}
                %5$s
                """.formatted(
                        folder, configuration, NOBODY, transports(peers), submission));
        Files.writeString(
                configuration.resolve("users"),
                users.stream()
                        .map(user -> Host.address(user) + " " + Home.DOMAIN + "/" + user + "/\n")
                        .collect(Collectors.joining()));
        Files.writeString(
                configuration.resolve("master.cf"), services() + (submission.isEmpty() ? "" : submissionService()));
    }

    private static String transports(Map<String, Integer> peers) {
        return peers.isEmpty()
                ? "none.example=error:none"
                : peers.entrySet().stream()
                        .map(peer -> "{" + peer.getKey() + "=smtp:[127.0.0.1]:" + peer.getValue() + "}")
                        .collect(Collectors.joining(" "));
    }

    /** As the example in master.cf. */
    private String submissionService() {
        return "127.0.0.1:" + submissionPort + " inet n - n - - smtpd -o smtpd_tls_security_level=encrypt"
                + " -o smtpd_sasl_auth_enable=yes -o smtpd_tls_auth_only=yes\n";
    }

    /** Debian's own services, without its chroot, which would need copies of files of the system. */
    private String services() throws IOException {
        return Files.readAllLines(Path.of("/usr/share/postfix/master.cf.dist")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("^smtp +inet", "127.0.0.1:" + port + " inet")
                        .replaceFirst("^(\\S+ +\\S+ +\\S+ +\\S+ +)y ", "$1n "))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Override
    public String name() {
        return "Postfix";
    }

    @Override
    public InetSocketAddress smtp() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public InetSocketAddress pop3() {
        throw new UnsupportedOperationException("Postfix has no POP3");
    }

    @Override
    public InetSocketAddress submission() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), submissionPort);
    }

    @Override
    public boolean isSettled() throws IOException {
        for (String name : List.of("maildrop", "incoming", "active")) {
            try (Stream<Path> files = Files.list(folder.resolve("queue").resolve(name))) {
                if (files.findAny().isPresent()) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public void retry() throws IOException {
        Programs.run("postqueue", "-c", configuration.toString(), "-f");
    }

    @Override
    public Path maildir(String user) {
        return mail.resolve(Home.DOMAIN).resolve(user);
    }

    @Override
    public void restart() throws IOException {
        close();
        command("start");
    }

    @Override
    public void close() throws IOException {
        command("stop");
    }
}
