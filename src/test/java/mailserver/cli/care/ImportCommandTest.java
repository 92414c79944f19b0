package mailserver.cli.care;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mailserver.TestServer;
import mailserver.cli.CommandRun;
import mailserver.cli.ScriptedMaildrop;
import mailserver.mail.Address;
import mailserver.server.Service;
import mailserver.store.Maildir;
import mailserver.store.MaildirFiles;
import mailserver.store.MaildirName;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
    private static final String FROM = "From ann@lan.example Mon Jun  3 09:05:30 2024 +0000\n";

    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void makeHome() throws Exception {
        home = Home.in(folder.resolve("home"));
    }

    @Test
    void an_mbox_comes_in_with_dates_and_flags_and_only_once() throws Exception {
        Path mbox = Files.writeString(
                folder.resolve("mbox"),
                FROM + "Status: RO\nSubject: read\n\nHello\n\n" + FROM + "Subject: new\n\nHello\n\n" + FROM
                        + "Subject: new\n\nHello\n");
        CommandRun commandRun = into("bob", "mbox", mbox);
        assertEquals(
                new CommandRun(0, "imported 2 messages to bob@lan.example; 1 were there, or had been\n", ""),
                commandRun);
        Path read = only(home.mailbox("Bob").cur());
        assertTrue(read.toString().endsWith(":2,S"), read.toString());
        assertEquals(
                Instant.parse("2024-06-03T09:05:30Z"),
                Files.getLastModifiedTime(read).toInstant());
        assertEquals(
                1717405530, MaildirName.parse(read.getFileName().toString()).seconds());
        assertEquals("Subject: read\n\nHello\n", Files.readString(read));
        assertEquals(
                "Subject: new\n\nHello\n",
                Files.readString(only(home.mailbox("Bob").fresh())));
        assertEquals(0, home.run("scrub").exitCode());

        // The owner has read one and deleted the other since, and the program has read on in its mbox.
        Files.delete(read);
        Files.writeString(
                mbox,
                Files.readString(mbox).replace("Subject: new", "Status: RO\nSubject: new") + "\n" + FROM
                        + "Subject: more\n\n");
        assertEquals(
                "imported 1 messages to bob@lan.example; 3 were there, or had been\n",
                into("bob", "mbox", mbox).out());
        assertEquals(0, list(home.mailbox("Bob").cur()).size());
    }

    @Test
    void a_maildir_keeps_its_dates_and_flags() throws Exception {
        var source = new Maildir(folder.resolve("Maildir"));
        source.make();
        Files.writeString(source.cur().resolve("1717405530.M5P1Q1.old:2,RSab"), "Subject: a\n\n");
        Path odd = Files.writeString(source.fresh().resolve("odd"), "Subject: b\r\n\r\n");
        Files.setLastModifiedTime(odd, FileTime.from(Instant.parse("2023-01-02T03:04:05Z")));
        assertEquals(
                "imported 2 messages to ann@lan.example; 0 were there, or had been\n",
                into("ann", "maildir", source.folder()).out());
        String name = only(home.mailbox("ann").cur()).getFileName().toString();
        assertTrue(name.startsWith("1717405530.M5P") && name.endsWith(":2,RS"), name);
        Path second = only(home.mailbox("ann").fresh());
        assertEquals("Subject: b\n\n", Files.readString(second));
        assertEquals(
                Instant.parse("2023-01-02T03:04:05Z"),
                Files.getLastModifiedTime(second).toInstant());
        CommandRun none = into("ann", "maildir", folder);
        assertEquals(1, none.exitCode());
        assertEquals("mailserver: " + folder + " is no Maildir: it has neither new/ nor cur/\n", none.err());
    }

    @Test
    void mh_and_eml_take_the_date_from_the_header_before_that_of_the_file() throws Exception {
        Path mh = Files.createDirectory(folder.resolve("inbox"));
        Files.writeString(mh.resolve("1"), "Date: Mon, 3 Jun 2024 11:05:30 +0200\nSubject: a\n\n");
        Files.writeString(
                mh.resolve("2"),
                "Received: from a by b; Tue, 4 Jun 2024\n 12:00:00 +0000\nDate: 3 Jun 2024 09:05 +0000\n\n");
        Path third = Files.writeString(mh.resolve("3"), "Subject: c\n\n");
        Files.setLastModifiedTime(third, FileTime.from(Instant.parse("2024-06-05T00:00:00Z")));
        Files.writeString(mh.resolve(",4"), "Subject: deleted\n\n");
        Files.writeString(mh.resolve(".mh_sequences"), "unseen: 2-3\nflagged: 3\n");
        into("ann", "mh", mh);
        List<String> names = names(home.mailbox("ann"));
        assertEquals(List.of("1717405530 S", "1717502400 ", "1717545600 F"), names);

        Path eml = Files.createDirectories(folder.resolve("saved/more"));
        Files.writeString(eml.resolve("x.EML"), "Date: Mon, 3 Jun 2024 11:05:30 +0200\nSubject: saved\n\n");
        Files.writeString(eml.resolve("x.txt"), "no mail");
        assertEquals(
                "imported 1 messages to bob@lan.example; 0 were there, or had been\n",
                into("bob", "eml", folder.resolve("saved")).out());
        assertEquals(List.of("1717405530 "), names(home.mailbox("Bob")));
        assertEquals(1, into("bob", "eml", mh).exitCode());
    }

    @Test
    void another_server_is_read_by_pop3_and_left_as_it_is() throws Exception {
        try (TestServer other = TestServer.start(folder.resolve("other"), "old.example")) {
            Maildir mailbox = Maildir.of(other.home.resolve("maildir"), new Address("bob", "old.example"));
            mailbox.make();
            for (int i = 0; i < 5; i++) {
                Home.deliver(
                        mailbox,
                        "171740553" + i + ".M1P1Q1.old",
                        "Received: x; Mon, 3 Jun 2024 09:05:3" + i + " +0000\nSubject: " + i + "\n\n.dots\n..\n");
            }
            String place = "pop3://bob@old.example@127.0.0.1:" + other.pop3Port();
            CommandRun commandRun = pop3(place);
            assertEquals(
                    new CommandRun(0, "imported 5 messages to bob@lan.example; 0 were there, or had been\n", ""),
                    commandRun);
            assertEquals("1717405530 ", names(home.mailbox("Bob")).getFirst());
            assertEquals(0, home.run("scrub").exitCode());
            FileUtils.cleanDirectory(home.mailbox("Bob").fresh().toFile());
            Home.deliver(mailbox, "1717405540.M1P1Q1.old", "Subject: more\n\n");
            assertEquals(
                    "imported 1 messages to bob@lan.example; 5 were there, or had been\n",
                    pop3(place).out());
            String overTls = "bob@old.example@127.0.0.1:"
                    + other.server().addresses(Service.POP3S).getFirst().getPort();
            String certificate =
                    other.server().identity().orElseThrow().fingerprint().toString();
            assertEquals(
                    "imported 0 messages to bob@lan.example; 6 were there, or had been\n",
                    pop3("pop3s://" + overTls, "--pin", certificate).out());
            CommandRun stranger = pop3("pop3s://" + overTls, "--pin", "sha256:" + "0".repeat(64));
            assertEquals(1, stranger.exitCode());
            assertTrue(stranger.err().contains(": no TLS: "), stranger.err());
            assertEquals(6, other.mail("old.example", "bob").size());
            CommandRun wrong = withInput("wrong", place);
            assertEquals(1, wrong.exitCode());
            assertTrue(
                    wrong.err().startsWith("mailserver: 127.0.0.1:" + other.pop3Port() + ": it answered -ERR"),
                    wrong.err());
        }
    }

    @Test
    void a_server_that_has_no_uidl_and_lacks_a_message_is_read_as_far_as_it_goes() throws Exception {
        var script = Map.of(
                "GREETING",
                "+OK",
                "CAPA",
                "-ERR",
                "USER bob",
                "+OK",
                "PASS secret",
                "+OK",
                "UIDL",
                "-ERR",
                "LIST",
                "+OK\n1 10\n2 10\n3 10\n.",
                "RETR 1",
                "+OK\nSubject: 1\n\n.",
                "RETR 2",
                "-ERR gone",
                "RETR 3",
                "+OK\nSubject: 3\n\n..\n.");
        try (var other = new ScriptedMaildrop(script)) {
            for (String expected :
                    List.of("imported 2 messages to bob@lan.example; 0", "imported 0 messages to bob@lan.example; 2")) {
                CommandRun commandRun = pop3("pop3://bob@127.0.0.1:" + other.port());
                assertEquals(1, commandRun.exitCode());
                assertTrue(commandRun.out().startsWith(expected), commandRun.out());
                assertEquals("mailserver: message 2 is not to be had\n", commandRun.err());
            }
            assertFalse(other.heard().stream().anyMatch(line -> line.startsWith("DELE")));
        }
    }

    @Test
    void what_is_no_place_is_said_so() {
        CommandRun commandRun = pop3("nowhere");
        assertEquals(2, commandRun.exitCode());
        assertEquals("mailserver: \"nowhere\" is not [pop3s://]USER@HOST[:PORT]\n", commandRun.err());
        assertEquals(1, into("nobody", "mbox", folder).exitCode());
        assertEquals(2, home.run("import", "mbox", folder).exitCode());
    }

    @Test
    void killed_in_the_middle_it_goes_on_the_next_time() throws Exception {
        var mbox = new StringBuilder();
        for (int i = 0; i < 1500; i++) {
            mbox.append(FROM).append("Subject: ").append(i).append("\n\nHello\n\n");
        }
        Path file = Files.writeString(folder.resolve("mbox"), mbox);
        int tries = 0;
        KilledCommand.End end;
        do {
            FileUtils.deleteDirectory(home.mailbox("ann").folder().toFile());
            Path fresh = home.files().maildir().resolve("lan.example/ann/new");
            end = KilledCommand.run(
                    home.path(),
                    () -> KilledCommand.holds(fresh, 50),
                    "import",
                    "mbox",
                    file,
                    "--to",
                    "ann@lan.example");
        } while (end == KilledCommand.End.WAS_FASTER && ++tries < 20);
        assertEquals(KilledCommand.End.KILLED, end);
        CommandRun commandRun = into("ann", "mbox", file);
        assertEquals(0, commandRun.exitCode(), commandRun.err());
        assertEquals(1500, list(home.mailbox("ann").fresh()).size());
        assertEquals(
                "read 1500 messages with 30390 octets; all is well\n",
                home.run("scrub").out());
    }

    private CommandRun into(String user, String kind, Path source) {
        return home.run("import", kind, source, "--to", user + "@lan.example");
    }

    private CommandRun pop3(String place, String... more) {
        return withInput("secret\n", place, more);
    }

    private CommandRun withInput(String password, String place, String... more) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(password.getBytes(StandardCharsets.UTF_8)));
        try {
            var words = new ArrayList<Object>(
                    List.of("import", "pop3", place, "--to", "bob@lan.example", "--password-stdin"));
            words.addAll(List.of(more));
            return home.run(words.toArray());
        } finally {
            System.setIn(before);
        }
    }

    private static Path only(Path place) throws Exception {
        List<Path> files = list(place);
        assertEquals(1, files.size(), files.toString());
        return files.getFirst();
    }

    private static List<Path> list(Path place) throws Exception {
        try (var files = Files.list(place)) {
            return files.toList();
        }
    }

    /** Second and flags of each message. */
    private static List<String> names(Maildir mailbox) throws Exception {
        var names = new ArrayList<String>();
        for (Path file : MaildirFiles.list(mailbox.folder())) {
            MaildirName name = MaildirName.parse(file.getFileName().toString());
            names.add(name.seconds() + " " + name.flags());
        }
        names.sort(null);
        return names;
    }
}
