package mailserver.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwaitedMessagesTest {
    private static final Conditions OLD = new Conditions(
            Optional.empty(), Optional.empty(), Optional.of("oldest"), Optional.empty(), Optional.empty());

    @TempDir
    private Path maildir;

    private void put(int number, String subject) throws Exception {
        Path fresh = Files.createDirectories(maildir.resolve("new"));
        Files.writeString(fresh.resolve((1_700_000_000 + number) + ".1.host"), "Subject: " + subject + "\n\n" + number);
    }

    @Test
    void whatIsThereCountsHoweverMuchHasComeSinceAndIsFoundOnce() throws Exception {
        put(0, "the oldest");
        for (int i = 1; i < 1200; i++) {
            put(i, "later");
        }
        var awaited = new AwaitedMessages(new MailboxReader(maildir, new MailboxReader.Memory()), OLD);
        awaited.look();
        awaited.look();
        assertEquals(1, awaited.found().size());
        assertEquals("the oldest", awaited.found().getFirst().subject());
        assertEquals(50, awaited.others().size());
        assertEquals(
                "subject is \"later\", which does not contain \"oldest\"",
                awaited.others().getLast().mismatch());
        // A copy with the same octets is another message.
        Files.copy(awaited.found().getFirst().file(), maildir.resolve("new/1800000000.1.host"));
        awaited.look();
        assertEquals(2, awaited.found().size());
    }
}
