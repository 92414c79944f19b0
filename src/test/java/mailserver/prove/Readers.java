package mailserver.prove;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import mailserver.load.Home;
import mailserver.load.Letter;
import mailserver.load.Talk;
import mailserver.load.Wait;
import mailserver.prove.Promise.Copy;
import mailserver.prove.Promise.Deletion;

/** Clients that read by POP3 and delete, or go away without QUIT, which deletes nothing (RFC 1939 §6). */
final class Readers {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MESSAGES_PER_SESSION = 25;

    private final Ledger ledger;
    private final AtomicInteger damaged = new AtomicInteger();

    Readers(Ledger ledger) {
        this.ledger = ledger;
    }

    /** One client of one mailbox. */
    void run(InetSocketAddress pop3, String user, BooleanSupplier ended) {
        while (!ended.getAsBoolean()) {
            try (Talk talk = Talk.to(pop3, PATIENCE)) {
                read(talk, user);
            } catch (IOException e) {
                // The server was killed, or isn't there yet.
            }
            Wait.pause(Duration.ofMillis(ThreadLocalRandom.current().nextInt(60)));
        }
    }

    /** How many messages came over the wire otherwise than they were sent. */
    int damaged() {
        return damaged.get();
    }

    private void read(Talk talk, String user) throws IOException {
        var random = ThreadLocalRandom.current();
        int count = login(talk, user);
        var marked = new ArrayList<Copy>();
        for (int number = 1; number <= Math.min(count, MESSAGES_PER_SESSION); number++) {
            String name = retrieve(talk, number);
            if (random.nextInt(3) > 0) {
                talk.agree("DELE " + number);
                marked.add(new Copy(name, user));
            }
        }
        if (random.nextInt(6) == 0) {
            return;
        }
        marked.forEach(copy -> ledger.deletion(copy, Deletion.ASKED));
        ledger.clearing(talk.localPort(), marked);
        talk.send("QUIT");
        if (talk.ok()) {
            marked.forEach(copy -> ledger.deletion(copy, Deletion.CONFIRMED));
        }
    }

    /** @return how many messages there are */
    private static int login(Talk talk, String user) throws IOException {
        talk.ok();
        talk.agree("USER " + Home.address(user));
        talk.agree("PASS " + Home.PASSWORD);
        talk.agree("STAT");
        return Integer.parseInt(talk.said().split(" ")[1]);
    }

    private String retrieve(Talk talk, int number) throws IOException {
        talk.agree("RETR " + number);
        String text = talk.message();
        String name = Letter.nameIn(text).orElse("");
        boolean whole = ledger.promise(name)
                .map(promise -> promise.digest().equals(Letter.digestBelowTrace(text)))
                .orElse(false);
        if (!whole) {
            damaged.incrementAndGet();
        }
        return name;
    }

    /** Reads everything of a mailbox and deletes nothing; the names of the messages. */
    List<String> readAll(InetSocketAddress pop3, String user) throws IOException {
        try (Talk talk = Talk.to(pop3, PATIENCE)) {
            int count = login(talk, user);
            var names = new ArrayList<String>();
            for (int number = 1; number <= count; number++) {
                names.add(retrieve(talk, number));
            }
            talk.agree("QUIT");
            return names;
        }
    }
}
