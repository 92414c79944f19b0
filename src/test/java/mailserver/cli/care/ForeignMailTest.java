package mailserver.cli.care;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import mailserver.Programs;
import mailserver.cli.CommandRun;
import mailserver.store.MaildirFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mail as other programs write it, made by these programs. */
class ForeignMailTest {
    private static final String TEXT = "Hello\n\nFrom here on\n>From quoted\n.\nGr\u00fc\u00dfe\n";

    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void makeHome() throws Exception {
        home = Home.in(folder.resolve("home"));
    }

    @ParameterizedTest
    @CsvSource({"mbox,mbox", "MH,mh", "Maildir,maildir"})
    void what_mutt_has_kept(String type, String kind) throws Exception {
        Programs.need("mutt");
        Path box = folder.resolve("sent");
        Path rc = Files.writeString(
                folder.resolve("muttrc"),
                "set record=\"" + box + "\"\nset copy=yes\nset mbox_type=" + type + "\nset confirmcreate=no\n"
                        + "set sendmail=\"/bin/true\"\nset from=\"ann@lan.example\"\nset charset=\"utf-8\"\nset assumed_charset=\"iso-8859-1\"\n");
        for (String subject : List.of("one", "two")) {
            Programs.run(folder, TEXT, List.of("mutt", "-n", "-F", rc.toString(), "-s", subject, "bob@lan.example"));
        }
        CommandRun commandRun = home.run("import", kind, box, "--to", "ann@lan.example");
        assertEquals(
                "imported 2 messages to ann@lan.example; 0 were there, or had been\n",
                commandRun.out(),
                commandRun.err());
        assertEquals(
                "imported 0 messages to ann@lan.example; 2 were there, or had been\n",
                home.run("import", kind, box, "--to", "ann@lan.example").out());
        var subjects = new TreeSet<String>();
        for (Path file : MaildirFiles.list(home.mailbox("ann").folder())) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertTrue(text.matches("(?s).*\n\nHello\n\nFrom here on\n>From quoted\n\\.\nGr.*e\n"), text);
            assertTrue(!text.contains("\nStatus:") && !text.contains("\nContent-Length:"), text);
            assertTrue(file.getFileName().toString().endsWith(":2,S"), file.toString());
            subjects.add(text.replaceFirst("(?s).*\nSubject: (\\w+)\n.*", "$1"));
        }
        assertEquals("[one, two]", subjects.toString());
    }

    @Test
    void what_procmail_has_filed_and_formail_has_split() throws Exception {
        Programs.need("procmail");
        Programs.need("formail");
        Path box = folder.resolve("box");
        Path rc = Files.writeString(folder.resolve("procmailrc"), "MAILDIR=" + folder + "\n:0\n" + box + "\n");
        for (String subject : List.of("one", "two")) {
            String message = "From: ann@lan.example\nSubject: " + subject + "\n\n" + TEXT;
            Programs.run(folder, message, List.of("procmail", "-f", "ann@lan.example", "-m", rc.toString()));
        }
        String ran = home.run("import", "mbox", box, "--to", "ann@lan.example").out();
        assertEquals("imported 2 messages to ann@lan.example; 0 were there, or had been\n", ran);
        for (Path file : MaildirFiles.list(home.mailbox("ann").folder())) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertTrue(
                    text.endsWith("\n\n" + TEXT.replace(">From quoted", "From quoted")) || text.endsWith("\n\n" + TEXT),
                    text);
        }
        // And what we write, formail reads.
        Path out = folder.resolve("out");
        home.run("export", "mbox", "ann@lan.example", out);
        String count = Programs.run(
                folder,
                Files.readString(out, StandardCharsets.ISO_8859_1),
                List.of("formail", "-s", "sh", "-c", "cat >/dev/null; echo a-message"));
        assertEquals("a-message\na-message\n", count);
    }
}
