package mailserver.prove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mailserver.load.Letter;
import mailserver.prove.Promise.Copy;
import mailserver.prove.Promise.Deletion;
import mailserver.prove.Promise.Word;
import org.junit.jupiter.api.Test;

/** A proof that can't fail proves nothing: whatever is wrong must be noticed. */
class AccountTest {
    private static final Letter LETTER = Letter.of("one", 1000);
    private static final Copy HERE = new Copy("one", "ann");
    private static final Copy THERE = new Copy("one", "bob@peer.example");

    private final Ledger ledger = new Ledger();

    @Test
    void an_acknowledged_message_is_there_once_and_whole() {
        promise(Word.ACKNOWLEDGED);
        assertTrue(holds(LETTER.digest()));
        assertFalse(holds());
        assertFalse(holds("another digest"));
        assertFalse(holds(LETTER.digest(), LETTER.digest()));
    }

    @Test
    void a_message_without_an_answer_is_absent_or_whole() {
        promise(Word.NONE);
        assertTrue(holds());
        assertTrue(holds(LETTER.digest()));
        assertFalse(holds("half of it"));
    }

    @Test
    void a_refused_message_is_absent() {
        promise(Word.REFUSED);
        assertTrue(holds());
        assertFalse(holds(LETTER.digest()));
    }

    @Test
    void a_message_put_off_by_a_failed_disk_may_be_there() {
        ledger.diskFails(true);
        promise(Word.REFUSED);
        ledger.diskFails(false);
        assertTrue(holds());
        assertTrue(holds(LETTER.digest()));
        assertFalse(holds("half of it"));
    }

    @Test
    void a_deletion_lasts_once_it_is_confirmed_and_may_be_either_before() {
        promise(Word.ACKNOWLEDGED);
        ledger.deletion(HERE, Deletion.ASKED);
        assertTrue(holds());
        assertTrue(holds(LETTER.digest()));
        ledger.deletion(HERE, Deletion.CONFIRMED);
        assertTrue(holds());
        assertFalse(holds(LETTER.digest()));
    }

    @Test
    void mail_that_nobody_sent_is_noticed() {
        assertFalse(holds(LETTER.digest()));
    }

    @Test
    void the_peer_may_get_it_twice_only_with_a_crash_in_between() {
        ledger.tried(LETTER, List.of(), List.of(THERE.recipient()));
        ledger.said("one", Word.ACKNOWLEDGED);
        var peer = new Peer();
        assertFalse(atPeer(peer, Set.of(), List.of()));
        assertTrue(atPeer(peer, Set.of(THERE), List.of()), "reported to the sender");
        peer.taken(List.of(THERE.recipient()), LETTER.text());
        assertTrue(atPeer(peer, Set.of(), List.of()));
        Instant between = Instant.now().plusMillis(1);
        while (!Instant.now().isAfter(between)) {
            Thread.onSpinWait();
        }
        peer.taken(List.of(THERE.recipient()), LETTER.text());
        assertFalse(atPeer(peer, Set.of(), List.of()));
        assertFalse(atPeer(peer, Set.of(), List.of(between.minusSeconds(9), between.plusSeconds(9))));
        assertTrue(atPeer(peer, Set.of(), List.of(between)));
    }

    @Test
    void a_letter_is_recognized_below_the_trace_of_servers() {
        String stored = "Return-Path: <a@b.example>\nReceived: from x\n\tby y;\n\tsome day\n" + LETTER.text();
        assertEquals(LETTER.digest(), Letter.digestBelowTrace(stored));
        assertEquals("one", Letter.nameIn(stored).orElseThrow());
        assertFalse(LETTER.digest().equals(Letter.digestBelowTrace(stored.substring(0, stored.length() - 1))));
    }

    private void promise(Word word) {
        ledger.tried(LETTER, List.of(HERE.recipient()), List.of());
        ledger.said("one", word);
    }

    private boolean holds(String... digests) {
        var account = new Account();
        account.mailboxes(ledger, new Found(digests.length == 0 ? Map.of() : Map.of(HERE, List.of(digests)), 0));
        return account.holds();
    }

    private boolean atPeer(Peer peer, Set<Copy> reported, List<Instant> crashes) {
        var account = new Account();
        account.peer(ledger, peer, reported, copy -> false, Account.Excuse.ofStarts(crashes));
        return account.holds();
    }
}
