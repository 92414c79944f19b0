package mailserver.prove.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import mailserver.load.Home;
import mailserver.load.Letter;
import mailserver.load.Talk;
import mailserver.load.Wait;
import mailserver.prove.Ledger;
import mailserver.prove.Promise.Copy;
import mailserver.prove.Promise.Deletion;

/** Clients of POP3, several of each mailbox at once, who read, delete, and watch for what no client must see. */
final class MaildropReaders {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MESSAGES_PER_SESSION = 10;
    private static final int REMEMBERED = 8;

    /** By when it was let in, and when it last sent a command that was obeyed. */
    private static final class Session {
        private final long opened;
        private long served = Long.MIN_VALUE;

        private Session(long opened) {
            this.opened = opened;
        }
    }

    private final Ledger ledger;
    private final Map<String, Deque<Session>> sessions = new ConcurrentHashMap<>();
    private final Map<Copy, String> ids = new ConcurrentHashMap<>();
    /** When the deletion was confirmed, by user and id. */
    private final Map<Copy, Long> gone = new ConcurrentHashMap<>();

    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger inUse = new AtomicInteger();
    private final AtomicInteger retrieved = new AtomicInteger();

    MaildropReaders(Ledger ledger) {
        this.ledger = ledger;
    }

    /** One client of one mailbox. */
    void run(InetSocketAddress pop3, String user, BooleanSupplier ended) {
        while (!ended.getAsBoolean()) {
            try (Talk talk = Talk.to(pop3, PATIENCE)) {
                read(talk, user, ended);
            } catch (IOException e) {
                // The node died, or nobody is there yet.
            }
            Wait.pause(Duration.ofMillis(50 + ThreadLocalRandom.current().nextInt(400)));
        }
    }

    private void read(Talk talk, String user, BooleanSupplier ended) throws IOException {
        talk.ok();
        talk.agree("USER " + Home.address(user));
        long asked = System.nanoTime();
        talk.send("PASS " + Home.PASSWORD);
        if (!talk.ok()) {
            if (talk.said().contains("[IN-USE]")) {
                inUse.incrementAndGet();
            }
            return;
        }
        opened.incrementAndGet();
        var session = new Session(System.nanoTime());
        remember(user, session);
        Map<Integer, String> listed = list(talk, user, session, asked);
        var marked = new ArrayList<Copy>();
        int count = Math.min(listed.size(), MESSAGES_PER_SESSION);
        for (int number = 1; number <= count && !ended.getAsBoolean(); number++) {
            Copy copy = retrieve(talk, user, session, number, listed.get(number));
            if (ThreadLocalRandom.current().nextInt(3) > 0) {
                obeyed(talk, user, session, "DELE " + number);
                marked.add(copy);
            }
        }
        if (ThreadLocalRandom.current().nextInt(6) == 0) {
            return;
        }
        quit(talk, user, session, marked);
    }

    private Map<Integer, String> list(Talk talk, String user, Session session, long asked) throws IOException {
        obeyed(talk, user, session, "UIDL");
        var listed = new HashMap<Integer, String>();
        for (String line : talk.message().split("\n")) {
            if (!line.isEmpty() && !line.equals(".")) {
                String[] words = line.split(" ");
                if (listed.containsValue(words[1])) {
                    violations.add("two messages of " + user + " under one id, " + words[1]);
                }
                listed.put(Integer.valueOf(words[0]), words[1]);
                if (gone.getOrDefault(new Copy(words[1], user), Long.MAX_VALUE) < asked) {
                    violations.add("a message of " + user + " is listed after its deletion was confirmed: " + words[1]);
                }
            }
        }
        return listed;
    }

    private Copy retrieve(Talk talk, String user, Session session, int number, String id) throws IOException {
        obeyed(talk, user, session, "RETR " + number);
        String text = talk.message();
        retrieved.incrementAndGet();
        var copy = new Copy(Letter.nameIn(text).orElse(""), user);
        boolean whole = ledger.promise(copy.name())
                .map(promise -> promise.digest().equals(Letter.digestBelowTrace(text)))
                .orElse(false);
        if (!whole) {
            violations.add("a message of " + user + " came damaged: " + copy.name());
        }
        String before = ids.putIfAbsent(copy, id);
        if (before != null && !before.equals(id)) {
            violations.add(copy + " has two ids, " + before + " and " + id);
        }
        return copy;
    }

    private void quit(Talk talk, String user, Session session, List<Copy> marked) throws IOException {
        marked.forEach(copy -> ledger.deletion(copy, Deletion.ASKED));
        obeyed(talk, user, session, "QUIT");
        long now = System.nanoTime();
        marked.forEach(copy -> {
            ledger.deletion(copy, Deletion.CONFIRMED);
            gone.put(new Copy(ids.get(copy), user), now);
        });
    }

    private void remember(String user, Session session) {
        Deque<Session> all = sessions.computeIfAbsent(user, key -> new ArrayDeque<>());
        synchronized (all) {
            all.addLast(session);
            if (all.size() > REMEMBERED) {
                all.removeFirst();
            }
        }
    }

    /** A command that must succeed, and for which nobody else may be in the maildrop: not one whose command is obeyed, too. */
    private void obeyed(Talk talk, String user, Session session, String command) throws IOException {
        long sent = System.nanoTime();
        talk.agree(command);
        Deque<Session> all = sessions.get(user);
        synchronized (all) {
            session.served = sent;
            for (Session other : all) {
                long both = Math.max(session.opened, other.opened);
                if (other != session && session.served > both && other.served > both) {
                    violations.add("the maildrop of " + user + " is open twice");
                }
            }
        }
    }

    List<String> violations() {
        return violations;
    }

    /** For people. */
    String text() {
        return opened + " POP3 sessions, " + retrieved + " messages read, " + inUse + " times [IN-USE]";
    }
}
