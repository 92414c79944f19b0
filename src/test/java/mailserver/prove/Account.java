package mailserver.prove;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import mailserver.load.Table;
import mailserver.prove.Peer.Receipt;
import mailserver.prove.Promise.Copy;
import mailserver.prove.Promise.Deletion;
import mailserver.prove.Promise.Fate;
import mailserver.prove.Promise.Word;

/** What was promised against what was found: a fate for every copy of every message, counted. */
public final class Account {
    private static final int NAMED = 10;

    /** Of two receipts of one copy by the peer: could a crash have come between the first and the note of it? */
    public interface Excuse {
        /** When nothing ever crashes. */
        Excuse NONE = (before, after) -> false;

        /**
         * Any two receipts must be of two processes. The start of the second, not the end of the first, lies between them for sure: the
         * peer may read what a process sent after that has been killed.
         *
         * @param starts when each process of the server was started; the one before it had been killed
         */
        static Excuse ofStarts(List<Instant> starts) {
            return (before, after) -> starts.stream().anyMatch(start -> start.isAfter(before) && start.isBefore(after));
        }

        boolean holds(Instant before, Instant after);
    }

    private final Map<Word, Map<Fate, Integer>> local = new EnumMap<>(Word.class);
    private final Map<Word, Map<Fate, Integer>> remote = new EnumMap<>(Word.class);
    private final List<String> broken = new ArrayList<>();

    /** The copies in mailboxes. */
    public void mailboxes(Ledger ledger, Found found) {
        for (Promise promise : ledger.promises()) {
            for (String user : promise.local()) {
                var copy = new Copy(promise.name(), user);
                List<String> digests = found.copies().getOrDefault(copy, List.of());
                count(local, promise, copy, inMailbox(promise, digests, ledger.deletion(copy)));
            }
        }
        for (Copy copy : found.copies().keySet()) {
            if (ledger.promise(copy.name())
                    .filter(promise -> promise.local().contains(copy.recipient()))
                    .isEmpty()) {
                broken.add(copy + " is nobody's");
            }
        }
        if (found.nameless() > 0) {
            broken.add(found.nameless() + " files are no whole message");
        }
    }

    private static Fate inMailbox(Promise promise, List<String> digests, Deletion deletion) {
        if (digests.size() > 1) {
            return Fate.TWICE;
        }
        if (!digests.isEmpty() && !digests.getFirst().equals(promise.digest())) {
            return Fate.DAMAGED;
        }
        boolean there = !digests.isEmpty();
        return switch (deletion) {
            case CONFIRMED -> there ? Fate.BACK : Fate.DELETED;
            case ASKED -> Fate.PERHAPS_DELETED;
            case NONE ->
                switch (promise.word()) {
                    case ACKNOWLEDGED -> there ? Fate.KEPT : Fate.LOST;
                    case REFUSED -> there ? Fate.REFUSED_AND_THERE : Fate.ABSENT;
                    case NONE, DISK_FAILED -> there ? Fate.KEPT : Fate.ABSENT;
                };
        };
    }

    /**
     * The copies for the peer.
     *
     * @param reported what the sender was told of
     * @param waiting  does it wait in the queue?
     * @param excuse   for what came to the peer again
     */
    public void peer(Ledger ledger, Peer peer, Set<Copy> reported, Predicate<Copy> waiting, Excuse excuse) {
        for (Promise promise : ledger.promises()) {
            for (String address : promise.remote()) {
                var copy = new Copy(promise.name(), address);
                List<Receipt> receipts = peer.receipts(copy);
                Fate fate;
                if (receipts.stream().anyMatch(receipt -> !receipt.digest().equals(promise.digest()))) {
                    fate = Fate.DAMAGED;
                } else if (!receipts.isEmpty()) {
                    fate = receipts.size() == 1 ? Fate.AT_PEER : again(receipts, excuse);
                } else if (reported.contains(copy)) {
                    fate = Fate.REPORTED;
                } else if (waiting.test(copy)) {
                    fate = Fate.WAITING;
                } else {
                    fate = promise.word() == Word.ACKNOWLEDGED ? Fate.LOST : Fate.ABSENT;
                }
                boolean came = !receipts.isEmpty() || reported.contains(copy);
                count(remote, promise, copy, promise.word() == Word.REFUSED && came ? Fate.REFUSED_AND_THERE : fate);
            }
        }
    }

    private static Fate again(List<Receipt> receipts, Excuse excuse) {
        List<Instant> times = receipts.stream().map(Receipt::at).sorted().toList();
        for (int i = 1; i < times.size(); i++) {
            if (!excuse.holds(times.get(i - 1), times.get(i))) {
                return Fate.TWICE;
            }
        }
        return Fate.TWICE_AT_PEER;
    }

    private void count(Map<Word, Map<Fate, Integer>> where, Promise promise, Copy copy, Fate fate) {
        where.computeIfAbsent(promise.word(), word -> new EnumMap<>(Fate.class)).merge(fate, 1, Integer::sum);
        if (fate.isBroken()) {
            broken.add(copy.name() + " for " + copy.recipient() + " (" + promise.word() + "): " + fate);
        }
    }

    public void broken(String what) {
        broken.add(what);
    }

    public boolean holds() {
        return broken.isEmpty();
    }

    /** How many copies of acknowledged messages are accounted for. */
    public int acknowledged() {
        return sum(local) + sum(remote);
    }

    private static int sum(Map<Word, Map<Fate, Integer>> where) {
        return where.getOrDefault(Word.ACKNOWLEDGED, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** The first few of what is wrong, a line each. */
    public List<String> faults() {
        return broken.size() <= NAMED
                ? List.copyOf(broken)
                : List.of(String.join("\n", broken.subList(0, NAMED)), "and " + (broken.size() - NAMED) + " more");
    }

    @Override
    public String toString() {
        var table = new Table("the server said", "copies", "what became of them");
        rows(table, "here", local);
        rows(table, "peer", remote);
        return table.toString();
    }

    private static void rows(Table table, String where, Map<Word, Map<Fate, Integer>> counts) {
        counts.forEach((word, fates) -> fates.forEach((fate, count) -> table.row(
                where + ": "
                        + switch (word) {
                            case ACKNOWLEDGED -> "250";
                            case REFUSED -> "4xx or 5xx";
                            case DISK_FAILED -> "4xx, its disk had failed";
                            case NONE -> "nothing, it was killed";
                        },
                count,
                fate)));
    }
}
