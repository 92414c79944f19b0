package mailserver.cli.care;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import mailserver.cli.CommandRun;
import mailserver.config.ServerFiles;
import mailserver.mail.Address;
import mailserver.mail.Content;
import mailserver.mail.Measure;
import mailserver.store.Maildir;
import mailserver.store.MaildirName;

/** A home on disk for lan.example, where ann and bob have accounts, and mail in it as a server would leave it. */
record Home(Path path) {
    static Home in(Path path) throws IOException {
        Files.createDirectories(path.resolve("etc"));
        Files.writeString(
                path.resolve("etc/mailserver.toml"), "hostname = \"mail.lan\"\ndomains = [\"lan.example\"]\n");
        Files.writeString(path.resolve("etc/accounts"), "ann@lan.example:{PLAIN}a\nBob@lan.example:{PLAIN}b\n");
        return new Home(path);
    }

    CommandRun run(Object... args) {
        var all = new ArrayList<Object>(List.of("--home", path));
        all.addAll(List.of(args));
        return CommandRun.run(all.toArray());
    }

    ServerFiles files() {
        return new ServerFiles(path);
    }

    Maildir mailbox(String user) throws IOException {
        Maildir mailbox = Maildir.of(files().maildir(), new Address(user, "lan.example"));
        mailbox.make();
        return mailbox;
    }

    /** A message in new/, with all in its name. */
    Path deliver(String user, String unique, String text) throws IOException {
        return deliver(mailbox(user), unique, text);
    }

    static Path deliver(Maildir mailbox, String unique, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        var measure = new Measure();
        measure.update(octets, 0, octets.length);
        var content = new Content(mailbox.tmp(), measure.bytes(), measure.wireBytes(), measure.sha256());
        return Files.write(mailbox.fresh().resolve(MaildirName.fresh(unique, content)), octets);
    }

    /** Moves a message as a mail program does that has shown it. */
    static Path read(Path message, String flags) throws IOException {
        Path cur = message.getParent().resolveSibling("cur");
        return Files.move(message, cur.resolve(message.getFileName() + ":2," + flags));
    }

    /** Name and text of every file below a folder, those that come and go excepted. */
    static TreeMap<String, String> contents(Path folder) throws IOException {
        var contents = new TreeMap<String, String>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }
}
