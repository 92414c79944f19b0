package mailserver.cli.care;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import mailserver.cli.CommandRun;
import mailserver.mail.Address;
import mailserver.store.Maildir;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrubCommandTest {
    private static final String TEXT = "Subject: hi\n\nHello\n";

    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void makeHome() throws Exception {
        home = Home.in(folder);
    }

    @Test
    void mail_as_it_was_delivered_is_well() throws Exception {
        home.deliver("ann", "1.M1P1Q1.mail", TEXT);
        Home.read(home.deliver("Bob", "2.M1P1Q2.mail", TEXT), "S");
        // Another program's, whose name tells nothing.
        Files.writeString(home.mailbox("ann").cur().resolve("1700000000.X.y:2,"), TEXT);
        home.deliver("postmaster", "3.M1P1Q3.mail", TEXT);
        assertEquals(new CommandRun(0, "read 4 messages with 76 octets; all is well\n", ""), home.run("scrub"));
    }

    @Test
    void a_bit_that_fell_over_is_found_and_the_message_put_aside() throws Exception {
        home.deliver("ann", "1.M1P1Q1.mail", TEXT);
        Path rotten = home.deliver("ann", "2.M1P1Q2.mail", TEXT);
        Files.writeString(rotten, TEXT.replace("Hello", "Hellp"));
        CommandRun told = home.run("scrub");
        assertEquals(1, told.exitCode());
        assertTrue(told.out().startsWith("rotten " + rotten + " has 19 octets with the SHA-256 "), told.out());
        assertTrue(told.out().endsWith("\nread 2 messages with 38 octets; 1 found\n"), told.out());
        assertTrue(Files.exists(rotten), "nothing is changed unless it is asked for");

        CommandRun repaired = home.run("scrub", "--repair");
        assertEquals(1, repaired.exitCode());
        Path aside = home.mailbox("ann").folder().resolve("aside").resolve(rotten.getFileName());
        assertTrue(repaired.out().contains("; it is " + aside + " now\n"), repaired.out());
        assertEquals(TEXT.replace("Hello", "Hellp"), Files.readString(aside));
        assertFalse(Files.exists(rotten));
        assertEquals(0, home.run("scrub").exitCode());
    }

    @Test
    void a_name_that_lies_about_the_size_is_corrected() throws Exception {
        Path message = Home.read(home.deliver("ann", "1.M1P1Q1.mail", TEXT), "RS");
        String right = message.getFileName().toString();
        Path wrong = Files.move(message, message.resolveSibling(right.replace("S=19,W=22", "S=7,W=8")));
        CommandRun told = home.run("scrub");
        String finding = "misnamed " + wrong + " has S=7 in its name and is 19, has W=8 in its name and is 22";
        assertEquals(finding, told.out().lines().findFirst().orElseThrow());
        assertEquals(
                finding + "; it is " + message + " now",
                home.run("scrub", "--repair").out().lines().findFirst().orElseThrow());
        assertEquals(TEXT, Files.readString(message));
        assertEquals(0, home.run("scrub").exitCode());
    }

    @Test
    void what_was_never_finished_is_told_when_it_is_old() throws Exception {
        Path old = Files.writeString(home.mailbox("ann").tmp().resolve("old"), "Sub");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(37))));
        Files.writeString(home.mailbox("ann").tmp().resolve("young"), "Sub");
        assertEquals(
                "leftover " + old + " was never finished",
                home.run("scrub").out().lines().findFirst().orElseThrow());
        home.run("scrub", "--repair");
        assertEquals("Sub", Files.readString(home.mailbox("ann").folder().resolve("aside/old")));
        assertEquals(0, home.run("scrub").exitCode());
    }

    @Test
    void a_mailbox_without_an_account_is_told_and_left_alone() throws Exception {
        home.deliver("gone", "1.M1P1Q1.mail", TEXT);
        Maildir elsewhere = Maildir.of(home.files().maildir(), new Address("ann", "other.example"));
        elsewhere.make();
        List<String> lines = home.run("scrub", "--repair").out().lines().toList();
        assertEquals("unowned " + home.mailbox("gone").folder() + " belongs to no account", lines.get(0));
        assertEquals("unowned " + elsewhere.folder() + " belongs to no account", lines.get(1));
        assertTrue(Files.exists(elsewhere.fresh()), "an account of that name gets its mail back");
    }

    @Test
    void entries_of_the_queue_that_lack_a_part_are_told() throws Exception {
        Path queue = Files.createDirectories(home.files().queue());
        Path broken = Files.writeString(queue.resolve("1f3k9q0c2v2a0b.envelope"), "Sender: <>\n");
        Path text = Files.writeString(queue.resolve("1f3k9q0c2v2a0c.eml"), TEXT);
        assertEquals(List.of("broken"), kinds(home.run("scrub")), "the text may be about to get its envelope");
        Files.setLastModifiedTime(text, FileTime.from(Instant.now().minus(Duration.ofHours(37))));
        assertEquals(List.of("broken", "leftover"), kinds(home.run("scrub", "--repair")));
        assertTrue(Files.exists(queue.resolve("aside").resolve(broken.getFileName())));
        assertEquals(0, home.run("scrub").exitCode());
    }

    @Test
    void subfolders_of_other_programs_are_read_too() throws Exception {
        var sent = new Maildir(home.mailbox("ann").folder().resolve(".Sent"));
        sent.make();
        Files.writeString(Home.deliver(sent, "1.M1P1Q1.mail", TEXT), "rubbish");
        assertEquals(List.of("rotten"), kinds(home.run("scrub")));
    }

    @Test
    void one_mailbox_alone_is_read() throws Exception {
        Files.writeString(home.deliver("ann", "1.M1P1Q1.mail", TEXT), "rubbish");
        home.deliver("gone", "1.M1P1Q1.mail", TEXT);
        assertEquals(0, home.run("scrub", "BOB@lan.example").exitCode());
        assertEquals(List.of("rotten"), kinds(home.run("scrub", "bob@lan.example", "ann@lan.example")));
        CommandRun unknown = home.run("scrub", "nobody@lan.example");
        assertEquals(1, unknown.exitCode());
        assertTrue(unknown.err().startsWith("mailserver: there is no account nobody@lan.example; "), unknown.err());
    }

    @Test
    void json_is_for_programs() throws Exception {
        Path rotten = home.deliver("ann", "1.M1P1Q1.mail", TEXT);
        Files.writeString(rotten, "rubbish");
        CommandRun commandRun = home.run("scrub", "--json");
        assertEquals(1, commandRun.exitCode());
        JsonObject json = JsonParser.parseString(commandRun.out()).getAsJsonObject();
        assertEquals(1, json.get("messages").getAsInt());
        assertEquals(7, json.get("octets").getAsInt());
        JsonObject finding = json.getAsJsonArray("findings").get(0).getAsJsonObject();
        assertEquals("rotten", finding.get("kind").getAsString());
        assertEquals(rotten.toString(), finding.get("file").getAsString());
        assertFalse(finding.has("now"));
    }

    private static List<String> kinds(CommandRun commandRun) {
        return commandRun
                .out()
                .lines()
                .filter(line -> !line.startsWith("read "))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }
}
