package mailserver.bench.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import mailserver.load.Home;
import mailserver.load.Ports;
import mailserver.load.Programs;

/**
 * Postfix as Debian has it, with a configuration, a queue and mailboxes of its own. What is set beside folders, ports and names
 * is only what delivery to Maildirs and to a peer on the loopback needs; it syncs and limits as its defaults have it.
 */
final class Postfix implements Host {
    private static final int NOBODY = 65534;

    private final Path configuration;
    private final Path mail;
    private final int port;

    private Postfix(Path folder) throws IOException {
        this.configuration = folder.resolve("etc");
        this.mail = folder.resolve("mail");
        this.port = Ports.free();
    }

    /** @param peerPort where mail for peer.example goes */
    static Postfix start(Path folder, List<String> users, int peerPort) throws IOException {
        if (!Programs.isRoot()) {
            throw new IOException("Postfix can be started by root only");
        }
        Programs.need("postfix", "postfix");
        var postfix = new Postfix(folder);
        postfix.configure(folder, users, peerPort);
        Programs.run("postfix", "-c", postfix.configuration.toString(), "start");
        return postfix;
    }

    private void configure(Path folder, List<String> users, int peerPort) throws IOException {
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
                transport_maps = inline:{peer.example=smtp:[127.0.0.1]:%4$d}
                """.formatted(folder, configuration, NOBODY, peerPort));
        Files.writeString(
                configuration.resolve("users"),
                users.stream()
                        .map(user -> Host.address(user) + " " + Home.DOMAIN + "/" + user + "/\n")
                        .collect(Collectors.joining()));
        Files.writeString(configuration.resolve("master.cf"), services());
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
    public Path maildir(String user) {
        return mail.resolve(Home.DOMAIN).resolve(user);
    }

    @Override
    public void restart() throws IOException {
        close();
        Programs.run("postfix", "-c", configuration.toString(), "start");
    }

    @Override
    public void close() throws IOException {
        Programs.run("postfix", "-c", configuration.toString(), "stop");
    }
}
