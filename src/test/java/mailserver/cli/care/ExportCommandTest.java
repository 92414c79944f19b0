package mailserver.cli.care;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import mailserver.cli.CommandRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
    private static final String ODD =
            "Return-Path: <ann@lan.example>\nSubject: odd\n\nFrom here\n>From there\n\nFrom a Mon Jun  3 09:05:30 2024\n\n";

    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void makeHome() throws Exception {
        home = Home.in(folder.resolve("home"));
        Home.read(home.deliver("ann", "1717405530.M1P1Q1.mail", ODD), "FRS");
        home.deliver("ann", "1717405531.M1P1Q2.mail", "Subject: new\n\nno end");
        Home.read(home.deliver("ann", "1717405532.M1P1Q3.mail", "Subject: nothing\n\n"), "DT");
    }

    @Test
    void an_mbox_can_be_read_back_to_the_last_octet() throws Exception {
        Path mbox = folder.resolve("out.mbox");
        CommandRun commandRun = home.run("export", "mbox", "ann@lan.example", mbox);
        assertEquals(new CommandRun(0, "exported 3 messages to " + mbox + "\n", ""), commandRun);
        String text = Files.readString(mbox);
        assertTrue(
                text.matches(
                        "(?s)From ann@lan\\.example [A-Z].. Jun  3 ..:..:.. 2024\nStatus: RO\nX-Status: AF\nReturn-Path.*"),
                text);
        assertTrue(text.contains("\n>From here\n>>From there\n"), text);
        CommandRun again = home.run("export", "mbox", "ann@lan.example", mbox);
        assertEquals(1, again.exitCode());
        assertEquals("mailserver: " + mbox + ": is there already; name another file\n", again.err());

        home.run("import", "mbox", mbox, "--to", "bob@lan.example");
        TreeMap<String, String> expected = byDate("ann");
        // An mbox can't say that a last line has no end.
        expected.put("1717405531 ", "Subject: new\n\nno end\n");
        assertEquals(expected, byDate("Bob"));
    }

    @Test
    void a_maildir_is_the_same_again() throws Exception {
        Path target = folder.resolve("Maildir");
        assertEquals(
                "exported 3 messages to " + target + "\n",
                home.run("export", "maildir", "ann@lan.example", target).out());
        TreeMap<String, String> there = Home.contents(target);
        assertEquals(Home.contents(home.mailbox("ann").folder()), there);
        home.deliver("ann", "1717405533.M1P1Q4.mail", "Subject: more\n\n");
        assertEquals(
                "exported 1 messages to " + target + "\n",
                home.run("export", "maildir", "ann@lan.example", target).out());
    }

    private TreeMap<String, String> byDate(String user) throws Exception {
        var byDate = new TreeMap<String, String>();
        Home.contents(home.mailbox(user).folder()).forEach((name, text) -> {
            if (name.matches("(new|cur)/.*")) {
                byDate.put(name.replaceFirst("^.../([0-9]+)\\.[^:]*(:2,)?(.*)$", "$1 $3"), text);
            }
        });
        return byDate;
    }
}
