package mailserver.cli.care;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import mailserver.cli.CommandRun;
import mailserver.store.LockFile;
import mailserver.store.Maildir;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupCommandTest {
    private static final String TEXT = "Subject: hi\n\nHello\n";
    private static final String ENTRY = "Sender: <ann@lan.example>\nRecipient: <bob@peer.lab>\n";
    private static final String ID = "1f3k9q0c2v2a0b";

    @TempDir
    private Path folder;

    private Home home;
    private Path backup;

    @BeforeEach
    void makeHome() throws Exception {
        home = Home.in(folder.resolve("home"));
        backup = folder.resolve("backup");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--copy", ""})
    void what_was_backed_up_is_restored_to_the_last_octet(String how) throws Exception {
        fill(home);
        CommandRun made = how.isEmpty() ? home.run("backup", backup) : home.run("backup", how, backup);
        assertEquals(new CommandRun(0, backup + " has 3 messages, 3 of them new; 0 removed\n", ""), made);
        Home other = new Home(folder.resolve("other"));
        CommandRun restored = other.run("restore", backup);
        assertEquals(new CommandRun(0, "restored 3 messages; 0 were there already\n", ""), restored);
        assertEquals(mail(home.path()), mail(other.path()));
        assertEquals(0, other.run("scrub").exitCode());
    }

    @Test
    void a_backup_is_a_home_that_can_be_scrubbed_and_carried_by_rsync() throws Exception {
        fill(home);
        home.run("backup", backup);
        assertEquals(mail(home.path()), mail(backup));
        Path carried = folder.resolve("carried");
        FileUtils.copyDirectory(backup.toFile(), carried.toFile());
        assertEquals(0, new Home(carried).run("scrub").exitCode());
        Home other = new Home(folder.resolve("other"));
        assertEquals(0, other.run("restore", carried).exitCode());
        assertEquals(mail(home.path()), mail(other.path()));
    }

    @Test
    void the_next_run_brings_it_up_to_date() throws Exception {
        fill(home);
        Path read = home.deliver("ann", "7.M1P1Q1.mail", TEXT + "7");
        Path deleted = home.deliver("ann", "8.M1P1Q1.mail", TEXT + "8");
        home.run("backup", backup);
        Home.read(read, "FS");
        Files.delete(deleted);
        Files.delete(home.files().queue().resolve(ID + ".envelope"));
        Files.delete(home.files().queue().resolve(ID + ".eml"));
        Files.writeString(home.path().resolve("etc/aliases"), "all@lan.example: ann@lan.example\n");
        home.deliver("Bob", "9.M1P1Q1.mail", TEXT + "9");
        assertEquals(
                backup + " has 5 messages, 1 of them new; 1 removed\n",
                home.run("backup", backup).out());
        assertEquals(mail(home.path()), mail(backup));
    }

    @Test
    void a_mailbox_that_the_home_has_lost_stays_in_the_backup() throws Exception {
        fill(home);
        home.run("backup", backup);
        FileUtils.deleteDirectory(home.mailbox("ann").folder().toFile());
        CommandRun commandRun = home.run("backup", backup);
        Path kept = backup.resolve("maildir/lan.example/ann");
        assertTrue(commandRun.out().endsWith("\nkept " + kept + ", which the home has no more\n"), commandRun.out());
        Home other = new Home(folder.resolve("other"));
        other.run("restore", backup);
        assertTrue(Files.exists(other.mailbox("ann").folder().resolve(".Sent/cur")));
    }

    @Test
    void restoring_adds_and_never_doubles() throws Exception {
        fill(home);
        Path third = home.deliver("ann", "3.M1P1Q1.mail", TEXT + "3");
        home.run("backup", backup);
        // Read since, deleted since, and under a name that another program gave it.
        Path first = home.mailbox("ann").fresh().resolve(name(home, "ann", "1."));
        Path flagged = Home.read(first, "S");
        String digest = third.getFileName().toString().replaceFirst(".*,S=", ",S=");
        Files.move(third, third.resolveSibling("99.other" + digest));
        Files.delete(home.mailbox("Bob").cur().resolve(name(home, "Bob", "2.")));
        Files.writeString(home.path().resolve("etc/aliases"), "all@lan.example: ann@lan.example\n");
        Files.writeString(home.path().resolve("etc/accounts"), "ann@lan.example:{PLAIN}new\n");
        CommandRun commandRun = home.run("restore", backup);
        assertEquals(
                "restored 1 messages; 3 were there already\n"
                        + "kept " + home.path().resolve("etc/accounts") + ", which differs from the backup's\n"
                        + "the home's queue stays as it is, or what has left it would leave twice; --queue brings it back\n",
                commandRun.out());
        assertTrue(Files.exists(flagged));
        assertEquals(
                "ann@lan.example:{PLAIN}new\n", Files.readString(home.path().resolve("etc/accounts")));
        assertTrue(home.run("restore", backup).out().startsWith("restored 0 messages; 4 were there already\n"));
    }

    @Test
    void the_queue_comes_back_into_a_home_without_one_or_when_asked() throws Exception {
        fill(home);
        home.run("backup", backup);
        Files.delete(home.files().queue().resolve(ID + ".envelope"));
        home.run("restore", backup);
        assertFalse(Files.exists(home.files().queue().resolve(ID + ".envelope")));
        home.run("restore", "--queue", backup);
        assertEquals(ENTRY, Files.readString(home.files().queue().resolve(ID + ".envelope")));
    }

    @Test
    void mail_that_moves_meanwhile_is_not_missed() throws Exception {
        var expected = new ArrayList<Path>();
        for (int i = 0; i < 400; i++) {
            expected.add(home.deliver("ann", i + ".M1P1Q1.mail", TEXT + i));
        }
        var done = new AtomicBoolean();
        var delivered = new AtomicInteger();
        Thread others = new Thread(() -> {
            // A mail program that shows and flags one message after the other, and a server that delivers more.
            try {
                for (int i = 0; !done.get(); i++) {
                    Path message = expected.get(i % 400);
                    expected.set(
                            i % 400,
                            message.getParent().endsWith("new")
                                    ? Home.read(message, "")
                                    : Files.move(message, message.resolveSibling(flipped(message))));
                    home.deliver("ann", "9999.M" + i + "P2Q1.mail", TEXT + i);
                    delivered.incrementAndGet();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        others.start();
        try {
            while (delivered.get() < 300) {
                CommandRun commandRun = home.run("backup", backup);
                assertEquals(0, commandRun.exitCode(), commandRun.err());
                List<String> copies = mail(backup).keySet().stream()
                        .filter(name -> name.contains(".M1P1Q1.mail"))
                        .map(name -> name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\..*", ""))
                        .distinct()
                        .toList();
                assertEquals(400, copies.size());
            }
        } finally {
            done.set(true);
            others.join();
        }
        assertEquals(0, new Home(backup).run("scrub").exitCode());
        home.run("backup", backup);
        assertEquals(mail(home.path()), mail(backup));
    }

    private static String flipped(Path message) {
        String name = message.getFileName().toString();
        return name.endsWith("S") ? name.substring(0, name.length() - 1) : name + "S";
    }

    @Test
    void killed_in_the_middle_it_has_only_whole_messages_and_goes_on_the_next_time() throws Exception {
        fillMany();
        int tries = 0;
        KilledCommand.End end;
        do {
            FileUtils.deleteDirectory(backup.toFile());
            Path copies = backup.resolve("maildir/lan.example/ann/new");
            end = KilledCommand.run(home.path(), () -> KilledCommand.holds(copies, 50), "backup", "--copy", backup);
        } while (end == KilledCommand.End.WAS_FASTER && ++tries < 20);
        assertEquals(KilledCommand.End.KILLED, end);

        Home other = new Home(folder.resolve("other"));
        CommandRun refused = other.run("restore", backup);
        assertEquals(1, refused.exitCode());
        assertTrue(refused.err().contains("was broken off before it was complete; --partial"), refused.err());
        int copied = KilledCommand.count(backup.resolve("maildir/lan.example/ann/new"));
        assertTrue(copied >= 50 && copied < 2000, copied + " messages");
        assertTrue(new Home(backup).run("scrub", "ann@lan.example").out().endsWith("; all is well\n"));

        assertEquals(0, home.run("backup", "--copy", backup).exitCode());
        assertEquals(mail(home.path()), mail(backup));
    }

    @Test
    void a_restore_that_was_killed_in_the_middle_goes_on_the_next_time() throws Exception {
        fillMany();
        home.run("backup", backup);
        Home other = new Home(folder.resolve("other"));
        int tries = 0;
        KilledCommand.End end;
        do {
            FileUtils.deleteDirectory(other.path().toFile());
            Path copies = other.path().resolve("maildir/lan.example/ann/new");
            end = KilledCommand.run(other.path(), () -> KilledCommand.holds(copies, 50), "restore", "--copy", backup);
        } while (end == KilledCommand.End.WAS_FASTER && ++tries < 20);
        assertEquals(KilledCommand.End.KILLED, end);

        CommandRun commandRun = other.run("restore", "--copy", backup);
        assertEquals(0, commandRun.exitCode(), commandRun.err());
        FileUtils.cleanDirectory(other.mailbox("ann").tmp().toFile());
        assertEquals(mail(home.path()), mail(other.path()));
    }

    @Test
    void what_is_no_place_for_a_backup_is_refused() throws Exception {
        fill(home);
        Path full = Files.createDirectories(folder.resolve("full"));
        Files.writeString(full.resolve("diary"), "mine");
        for (Path place : List.of(full, folder, home.path(), home.path().resolve("maildir/backup"))) {
            CommandRun commandRun = home.run("backup", place);
            assertEquals(1, commandRun.exitCode(), place + ": " + commandRun.out());
            assertEquals(1, commandRun.err().lines().count(), commandRun.err());
        }
        assertEquals(1, home.run("restore", full).exitCode());
        assertEquals("mine", Files.readString(full.resolve("diary")));
        assertEquals(
                1, new Home(folder.resolve("nothing")).run("backup", backup).exitCode());
    }

    @Test
    void a_running_server_must_be_stopped_for_a_restore() throws Exception {
        fill(home);
        home.run("backup", backup);
        Files.createDirectories(home.files().run());
        LockFile lock = LockFile.tryAcquire(home.files().lock()).orElseThrow();
        try (lock) {
            CommandRun commandRun = home.run("restore", backup);
            assertEquals(1, commandRun.exitCode());
            assertTrue(commandRun.err().startsWith("mailserver: a server runs in " + home.path()), commandRun.err());
            assertEquals(0, home.run("backup", backup).exitCode());
        }
    }

    private void fill(Home where) throws Exception {
        where.deliver("ann", "1.M1P1Q1.mail", TEXT);
        Home.read(where.deliver("Bob", "2.M1P1Q1.mail", TEXT), "RS");
        var sent = new Maildir(where.mailbox("ann").folder().resolve(".Sent"));
        sent.make();
        Home.read(Home.deliver(sent, "4.M1P1Q1.mail", TEXT), "S");
        Files.writeString(where.mailbox("ann").folder().resolve("dovecot-uidlist"), "3 V1 N2\n");
        Path queue = Files.createDirectories(where.files().queue());
        Files.writeString(queue.resolve(ID + ".eml"), TEXT);
        Files.writeString(queue.resolve(ID + ".envelope"), ENTRY);
        Files.createDirectories(where.path().resolve("etc/tls"));
        Files.writeString(where.path().resolve("etc/tls/key.pem"), "secret");
    }

    private void fillMany() throws Exception {
        for (int i = 0; i < 2000; i++) {
            home.deliver("ann", i + ".M1P1Q1.mail", TEXT + i);
        }
    }

    private static String name(Home home, String user, String start) throws Exception {
        for (Path part : List.of(home.mailbox(user).fresh(), home.mailbox(user).cur())) {
            for (String name : part.toFile().list()) {
                if (name.startsWith(start)) {
                    return name;
                }
            }
        }
        throw new AssertionError("no message " + start);
    }

    /** All that a backup promises to keep. */
    private static TreeMap<String, String> mail(Path root) throws Exception {
        TreeMap<String, String> all = Home.contents(root);
        all.keySet().removeIf(name -> name.startsWith("maildir/run/") || name.equals("BACKUP") || name.equals(".lock"));
        return all;
    }
}
