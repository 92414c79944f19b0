package mailserver.prove;

import java.util.List;
import java.util.Set;

/**
 * A message that somebody tried to hand in, and what the server said to it. Its copies are one for each recipient.
 *
 * @param local  users with a mailbox here
 * @param remote addresses at the peer
 */
public record Promise(String name, String digest, List<String> local, List<String> remote, Word word) {
    public enum Word {
        /** No answer, or none yet. */
        NONE,
        REFUSED,
        /** Put off while its disk failed: what it had written before, it could not take back. */
        DISK_FAILED,
        ACKNOWLEDGED
    }

    Promise as(Word said) {
        return new Promise(name, digest, local, remote, said);
    }

    /** Where a copy of a message goes: a user, or an address elsewhere. */
    public record Copy(String name, String recipient) {}

    /** What POP3 was asked to do with a copy. */
    public enum Deletion {
        NONE,
        /** QUIT was sent and its answer not seen. */
        ASKED,
        CONFIRMED
    }

    /** Every kind of end that a copy can come to. */
    public enum Fate {
        KEPT("there once, whole"),
        DELETED("deletion confirmed, gone"),
        PERHAPS_DELETED("deletion asked for, crash before the answer"),
        AT_PEER("at the peer once, whole"),
        TWICE_AT_PEER("at the peer again, a crash fell between its 250 and the note of it"),
        REPORTED("refused by the peer, reported to the sender"),
        WAITING("waits in the queue"),
        ABSENT("absent"),
        LOST("LOST"),
        TWICE("THERE TWICE"),
        DAMAGED("DAMAGED"),
        BACK("DELETED AND BACK"),
        REFUSED_AND_THERE("REFUSED AND THERE");

        private static final Set<Fate> BROKEN = Set.of(LOST, TWICE, DAMAGED, BACK, REFUSED_AND_THERE);

        private final String text;

        Fate(String text) {
            this.text = text;
        }

        boolean isBroken() {
            return BROKEN.contains(this);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
