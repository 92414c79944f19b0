package mailserver.prove;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import mailserver.load.Letter;
import mailserver.prove.Promise.Copy;
import mailserver.prove.Promise.Deletion;
import mailserver.prove.Promise.Word;

/** What was tried and what was promised, written down by the clients before and after each step. Thread-safe. */
public final class Ledger {
    private final Map<String, Promise> promises = new ConcurrentHashMap<>();
    private final Map<Copy, Deletion> deletions = new ConcurrentHashMap<>();
    private final Map<Integer, List<String>> handedIn = new ConcurrentHashMap<>();
    private final Map<Integer, List<Copy>> cleared = new ConcurrentHashMap<>();
    private final AtomicInteger answers = new AtomicInteger();
    private volatile boolean diskFails;

    /** Before the first octet of the message is sent. */
    void tried(Letter letter, List<String> local, List<String> remote) {
        promises.put(letter.name(), new Promise(letter.name(), letter.digest(), local, remote, Word.NONE));
    }

    void add(Promise promise) {
        promises.put(promise.name(), promise);
    }

    /** From now on the server may meet errors of its disk, or not any more. */
    public void diskFails(boolean fails) {
        diskFails = fails;
    }

    void said(String name, Word word) {
        Word meant = word == Word.REFUSED && diskFails ? Word.DISK_FAILED : word;
        promises.computeIfPresent(name, (key, promise) -> promise.as(meant));
        answers.incrementAndGet();
    }

    /** The server said 354; a client's port tells which connection it was. */
    void handingIn(int port, String name) {
        handedIn.computeIfAbsent(port, key -> new CopyOnWriteArrayList<>()).add(name);
    }

    /** QUIT is about to be sent, which will delete these. */
    void clearing(int port, List<Copy> copies) {
        cleared.put(port, List.copyOf(copies));
    }

    /** What each connection handed in, in order. */
    Map<Integer, List<String>> handedIn() {
        return handedIn;
    }

    /** What each connection deleted. */
    Map<Integer, List<Copy>> cleared() {
        return cleared;
    }

    public void deletion(Copy copy, Deletion deletion) {
        deletions.put(copy, deletion);
    }

    public Deletion deletion(Copy copy) {
        return deletions.getOrDefault(copy, Deletion.NONE);
    }

    public Optional<Promise> promise(String name) {
        return Optional.ofNullable(promises.get(name));
    }

    Iterable<Promise> promises() {
        return promises.values();
    }

    /** How many messages were answered, with yes or no. */
    public int answered() {
        return answers.get();
    }

    public long count(Word word) {
        return promises.values().stream()
                .filter(promise -> promise.word() == word)
                .count();
    }
}
