package mailserver.prove;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import mailserver.load.Home;
import mailserver.load.Letter;
import mailserver.load.Talk;
import mailserver.load.Wait;
import mailserver.prove.Promise.Word;

/** Clients that hand in mail: to one mailbox, to several, to the peer, to both; small and large. */
public final class Senders {
    /** Its mailbox gets the reports, and nobody else's mail. */
    public static final String SENDER = "sender";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MESSAGES_PER_CONNECTION = 12;

    private final Ledger ledger;
    private final List<String> users;
    private final AtomicLong count = new AtomicLong();

    public Senders(Ledger ledger, List<String> users) {
        this.ledger = ledger;
        this.users = users;
    }

    /** One client: sends until told to end, and comes again whenever its connection breaks. */
    public void run(InetSocketAddress smtp, BooleanSupplier ended) {
        while (!ended.getAsBoolean()) {
            try (Talk talk = Talk.to(smtp, PATIENCE)) {
                hello(talk);
                for (int i = 0; i < MESSAGES_PER_CONNECTION && !ended.getAsBoolean(); i++) {
                    if (send(talk) == Word.REFUSED) {
                        talk.ask("RSET");
                    }
                    Wait.pause(Duration.ofMillis(ThreadLocalRandom.current().nextInt(20)));
                }
                talk.ask("QUIT");
            } catch (IOException e) {
                // The server was killed, or isn't there yet.
                Wait.pause(Duration.ofMillis(5));
            }
        }
    }

    public static void hello(Talk talk) throws IOException {
        talk.reply();
        talk.agree("EHLO client.example", 250);
    }

    private Word send(Talk talk) throws IOException {
        var random = ThreadLocalRandom.current();
        var local = new ArrayList<String>();
        var remote = new ArrayList<String>();
        if (random.nextInt(4) > 0) {
            int first = random.nextInt(users.size());
            int number = random.nextInt(3) == 0 ? 3 : 1;
            for (int i = 0; i < number; i++) {
                local.add(users.get((first + i) % users.size()));
            }
        }
        if (local.isEmpty() || random.nextInt(5) == 0) {
            remote.add("somebody@" + Peer.DOMAIN);
            if (random.nextBoolean()) {
                remote.add(random.nextInt(4) == 0 ? Peer.NOBODY : "else@" + Peer.DOMAIN);
            }
        }
        int size = random.nextInt(20) == 0 ? random.nextInt(60_000, 200_000) : random.nextInt(200, 8_000);
        return send(talk, size, local, remote);
    }

    /** One message; what is said to it goes into the ledger. */
    public Word send(Talk talk, int size, List<String> local, List<String> remote) throws IOException {
        Letter letter = Letter.of("letter-" + count.incrementAndGet(), size);
        ledger.tried(letter, local, remote);
        Word word = say(talk, letter, local, remote);
        ledger.said(letter.name(), word);
        return word;
    }

    private Word say(Talk talk, Letter letter, List<String> local, List<String> remote) throws IOException {
        if (talk.ask("MAIL FROM:<" + Home.address(SENDER) + "> BODY=8BITMIME") != 250) {
            return Word.REFUSED;
        }
        for (String user : local) {
            if (talk.ask("RCPT TO:<" + Home.address(user) + ">") != 250) {
                return Word.REFUSED;
            }
        }
        for (String address : remote) {
            if (talk.ask("RCPT TO:<" + address + ">") != 250) {
                return Word.REFUSED;
            }
        }
        if (talk.ask("DATA") != 354) {
            return Word.REFUSED;
        }
        ledger.handingIn(talk.localPort(), letter.name());
        talk.send(letter.wire());
        return talk.reply() == 250 ? Word.ACKNOWLEDGED : Word.REFUSED;
    }
}
