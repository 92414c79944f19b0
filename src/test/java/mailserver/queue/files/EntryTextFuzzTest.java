package mailserver.queue.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailserver.config.value.HostPort;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.ReversePath;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.smtp.Reply;

class EntryTextFuzzTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:15:30.123456Z");

    @FuzzTest
    void a_file_is_an_entry_or_says_why_not(byte[] octets) throws MalformedEntryException {
        QueueEntry entry;
        try {
            entry = EntryText.parse(new String(octets, StandardCharsets.UTF_8));
        } catch (MalformedEntryException e) {
            assertFalse(e.getMessage().matches("(?s).*[\\x00-\\x1f].*"), "it goes to the log");
            return;
        }
        assertEquals(entry, EntryText.parse(EntryText.format(entry)));
    }

    /** Lines: the sender, a recipient, the client, what went wrong, and the reply of a peer. */
    @FuzzTest
    void whatever_clients_and_peers_say_is_read_back(byte[] octets) throws MalformedEntryException {
        String[] lines = new String(octets, StandardCharsets.UTF_8).split("\n", 5);
        Optional<Address> recipient = lines.length == 5 ? Address.parse(lines[1]) : Optional.empty();
        if (recipient.isEmpty()) {
            return;
        }
        var envelope = Envelope.of(
                "1f3k9q0c2v2a0b", new ReversePath(Address.parse(lines[0])), List.of(recipient.get()), Body.EIGHT_BIT);
        Optional<HostPort> hop = Optional.of(new HostPort("peer.lab", 25));
        QueueEntry fresh = QueueEntry.of(envelope, NOW, lines[2]);
        RecipientState tried = fresh.recipients()
                .getFirst()
                .begun(hop, NOW, NOW.plusSeconds(5))
                .met(Optional.of(Reply.of(451, 4, 1, lines[4].split("\n"))), lines[3]);
        var entry = new QueueEntry(
                fresh.id(),
                fresh.arrived(),
                fresh.sender(),
                fresh.parameters(),
                fresh.held(),
                fresh.delayNoticed(),
                fresh.client(),
                List.of(tried));
        assertEquals(fresh, EntryText.parse(EntryText.format(fresh)));
        assertEquals(entry, EntryText.parse(EntryText.format(entry)));
    }
}
