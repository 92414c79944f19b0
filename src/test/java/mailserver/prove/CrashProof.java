package mailserver.prove;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import mailserver.load.Home;
import mailserver.load.Ports;
import mailserver.load.Progress;
import mailserver.load.Scratch;
import mailserver.load.ServerCommand;
import mailserver.load.ServerProcess;
import mailserver.load.Sink;
import mailserver.load.Wait;
import mailserver.prove.Promise.Word;

/**
 * Kills the server at random moments, again and again, while clients send, read, delete, and a peer is relayed to; after each
 * kill the mailboxes are compared with what the clients were told, at the end also the peer's books and what POP3 shows.
 */
final class CrashProof {
    private static final List<String> USERS =
            IntStream.range(0, 8).mapToObj(i -> "user" + i).toList();
    private static final int SENDERS = 8;
    private static final Duration UNTIL_DELIVERED = Duration.ofSeconds(120);

    /** What the server was at when it was killed. */
    private enum Moment {
        STARTING("before its ports answered"),
        RECOVERING("in the first 150 ms after that, while it reads its queue"),
        WORKING("under load");

        private final String text;

        Moment(String text) {
            this.text = text;
        }
    }

    private final ServerCommand command;
    private final Random random;
    private final Ending ending;
    private final PrintStream out;
    private final Ledger ledger = new Ledger();
    private final Peer peer = new Peer();
    private final Senders senders = new Senders(ledger, USERS);
    private final Readers readers = new Readers(ledger);
    private final Found.Reader reader = new Found.Reader();
    /** When each process was started. */
    private final List<Instant> starts = new ArrayList<>();

    private int crashes;
    private final Map<Moment, Integer> moments = new EnumMap<>(Moment.class);
    private Duration startTime = Duration.ofSeconds(1);

    CrashProof(ServerCommand command, long seed, Ending ending, PrintStream out) {
        this.command = command;
        this.random = new Random(seed);
        this.ending = ending;
        this.out = out;
    }

    /**
     * Runs it all.
     *
     * @param load how long a server lives under load, at most
     * @return the final account
     */
    Account run(Scratch scratch, int rounds, Duration load) throws IOException {
        var accounts = new ArrayList<String>(USERS);
        accounts.add(Senders.SENDER);
        int peerPort = Ports.free();
        Home home = Home.make(
                scratch.folder().resolve("home"),
                accounts,
                "[relay]",
                "retry = [\"200ms\", \"500ms\", \"1s\"]",
                "[peers]",
                "\"" + Peer.DOMAIN + "\" = \"127.0.0.1:" + peerPort + "\"");
        scratch.until(new Sink(peerPort, peer));
        ending.prepare();
        var account = new Account();
        for (int round = 1; round <= rounds && account.holds(); round++) {
            Progress.show("round " + round + " of " + rounds + ", " + ledger.answered() + " messages");
            round(home, scratch, planned(round), load);
            account = new Account();
            account.mailboxes(ledger, reader.read(home, USERS));
        }
        Progress.clear();
        if (account.holds()) {
            account = settle(home, scratch);
        }
        report(rounds, home, account);
        return account;
    }

    private void round(Home home, Scratch scratch, Moment planned, Duration load) throws IOException {
        ledger.diskFails(false);
        peer.setMood(random.nextInt(3) == 0 ? Peer.Mood.SHUT : Peer.Mood.MOODY);
        var ended = new AtomicBoolean();
        starts.add(Instant.now());
        try (var clients = Executors.newVirtualThreadPerTaskExecutor();
                ServerProcess server = scratch.until(ServerProcess.launch(home, command))) {
            try {
                for (int i = 0; i < SENDERS; i++) {
                    clients.submit(() -> senders.run(home.smtp(), ended::get));
                }
                USERS.forEach(user -> clients.submit(() -> readers.run(home.pop3(), user, ended::get)));
                Moment moment = await(server, planned, load);
                ledger.diskFails(ending.failsDisk());
                ending.end(server);
                crashes++;
                moments.merge(moment, 1, Integer::sum);
            } finally {
                ended.set(true);
            }
        }
    }

    /** Three in ten rounds end while it starts, two right after that. */
    private Moment planned(int round) {
        return switch (round % 10) {
            case 1, 6 -> Moment.RECOVERING;
            case 0, 4, 8 -> Moment.STARTING;
            default -> Moment.WORKING;
        };
    }

    /** Waits for the moment to kill it; tells what moment it has become. */
    private Moment await(ServerProcess server, Moment planned, Duration load) throws IOException {
        if (planned == Moment.STARTING) {
            Wait.pause(part(startTime));
            return server.isReady() ? Moment.RECOVERING : Moment.STARTING;
        }
        long begun = System.nanoTime();
        int answered = ledger.answered();
        if (!Wait.atMost(Duration.ofSeconds(60), server::isReady)) {
            throw new IOException("the server did not start in a minute");
        }
        startTime = Duration.ofNanos(System.nanoTime() - begun);
        if (planned == Moment.RECOVERING) {
            Wait.pause(part(Duration.ofMillis(150)));
            return Moment.RECOVERING;
        }
        // A process that has just started is slow: its time under load begins with the first answers.
        Wait.atMost(Duration.ofSeconds(30), () -> ledger.answered() >= answered + SENDERS);
        Wait.pause(part(load));
        return Moment.WORKING;
    }

    private Duration part(Duration whole) {
        return Duration.ofNanos((long) (whole.toNanos() * random.nextDouble()));
    }

    /** One more start, without an end: everything must come to rest, and the account be right. */
    private Account settle(Home home, Scratch scratch) throws IOException {
        peer.setMood(Peer.Mood.KIND);
        var account = new Account();
        starts.add(Instant.now());
        try (ServerProcess server = scratch.until(ServerProcess.start(home, command))) {
            Progress.show("waiting for the queue");
            Wait.atMost(UNTIL_DELIVERED, Duration.ofMillis(100), () -> envelopes(home) == 0);
            Progress.clear();
            // From scratch: nothing is taken from what was read in earlier rounds.
            Found found = new Found.Reader().read(home, USERS);
            account.mailboxes(ledger, found);
            account.peer(
                    ledger, peer, Reports.read(home, Senders.SENDER), copy -> false, Account.Excuse.ofStarts(starts));
            if (envelopes(home) > 0) {
                account.broken(envelopes(home) + " entries are still in the queue");
            }
            for (String user : USERS) {
                Set<String> files = new HashSet<>();
                found.copies().keySet().stream()
                        .filter(copy -> copy.recipient().equals(user))
                        .forEach(copy -> files.add(copy.name()));
                List<String> shown = readers.readAll(home.pop3(), user);
                if (shown.size() != files.size() || !files.equals(Set.copyOf(shown))) {
                    account.broken(
                            "POP3 shows " + shown.size() + " messages of " + user + ", there are " + files.size());
                }
            }
            if (readers.damaged() > 0) {
                account.broken(readers.damaged() + " messages came damaged by POP3");
            }
            server.stop();
        }
        return account;
    }

    static long envelopes(Home home) throws IOException {
        return Found.list(home.queue()).stream()
                .filter(file -> file.toString().endsWith(".envelope"))
                .count();
    }

    private void report(int rounds, Home home, Account account) throws IOException {
        out.println(crashes + " of " + rounds + " rounds, each ended by " + ending.text() + ":");
        moments.forEach((moment, count) -> out.println("  " + count + " " + moment.text));
        long failed = ledger.count(Word.DISK_FAILED);
        out.println("messages: " + ledger.count(Word.ACKNOWLEDGED) + " acknowledged, " + ledger.count(Word.REFUSED)
                + " refused, " + (ending.failsDisk() ? failed + " put off by a failed disk, " : "")
                + ledger.count(Word.NONE) + " without an answer");
        out.println();
        out.print(account);
        out.println();
        long leftovers = 0;
        for (String user : USERS) {
            leftovers += Found.list(home.mailbox(user).resolve("tmp")).size();
        }
        Path tmp = home.queue().resolve("tmp");
        leftovers += Found.list(tmp).size();
        out.println(leftovers + " unfinished files are in tmp/ folders, which are removed after 36 hours.");
        account.faults().forEach(fault -> out.println("WRONG: " + fault));
        out.println(account.holds() ? "HOLDS: nothing acknowledged is missing" : "BROKEN");
    }
}
