package mailserver.prove.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mailserver.load.Progress;
import mailserver.load.Scratch;
import mailserver.load.Sink;
import mailserver.load.Wait;
import mailserver.load.cluster.ClusterRig;
import mailserver.load.cluster.MailNode;
import mailserver.prove.Account;
import mailserver.prove.Found;
import mailserver.prove.Ledger;
import mailserver.prove.Peer;
import mailserver.prove.Promise.Copy;
import mailserver.prove.Promise.Word;
import mailserver.prove.Reports;
import mailserver.prove.Senders;
import mailserver.prove.Waiting;

/**
 * A fault a round, while clients send and read through the load balancer and a peer is relayed to. After each round all mail has
 * to come to its end, and is compared with what the clients were told.
 */
final class ClusterProof {
    private static final List<String> USERS =
            IntStream.range(0, 4).mapToObj(i -> "user" + i).toList();
    private static final int SENDERS = 4;
    private static final int READERS_OF_EACH = 2;
    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration UNTIL_DELIVERED = Duration.ofSeconds(90);
    /** What a mount may remember of a folder; see docs/cluster.md. */
    private static final Duration UNTIL_SEEN = Duration.ofSeconds(5);

    private static final int LOOKS = 100;
    private static final int PEER_PORT = 2525;

    private final ClusterRig rig;
    private final Random random;
    private final PrintStream out;
    private final Ledger ledger = new Ledger();
    private final Peer peer = new Peer();
    private final Senders senders = new Senders(ledger, USERS);
    private final MaildropReaders readers = new MaildropReaders(ledger);
    private final List<Scene.Outage> outages = new ArrayList<>();
    private final ClusterTally tally = new ClusterTally();

    ClusterProof(Scratch scratch, int nodes, long seed, PrintStream out) throws IOException {
        this.random = new Random(seed);
        this.out = out;
        Progress.show("making the volume");
        List<String> accounts =
                Stream.concat(USERS.stream(), Stream.of(Senders.SENDER)).toList();
        String peerAddress = "10.0.0.254:" + PEER_PORT;
        this.rig = ClusterRig.make(
                scratch, ClusterRig.Kind.GLUSTER, nodes, accounts, LEASE.toSeconds() + "s", """
                [relay]
                retry = ["300ms", "1s"]
                [peers]
                "%s" = "%s"
                """.formatted(
                                Peer.DOMAIN, peerAddress));
        scratch.until(new Sink(rig.outside(), PEER_PORT, peer));
        rig.start();
    }

    /** Something that is looked up on the volume, also while it is in trouble. */
    interface Look<T> {
        T at() throws IOException;
    }

    /** A folder that is moved at this moment may be shown to us as a stale handle, and the volume be away. */
    static <T> T patiently(Look<T> look) throws IOException {
        for (int i = 0; ; i++) {
            try {
                return look.at();
            } catch (IOException | DirectoryIteratorException e) {
                if (i == LOOKS) {
                    throw e;
                }
                Wait.pause(Duration.ofMillis(200));
            }
        }
    }

    /** How many messages wait in a queue that somebody may be at work on. */
    static int entries(Path queue) throws IOException {
        return patiently(() -> (int) Found.list(queue).stream()
                .filter(file -> file.toString().endsWith(".envelope"))
                .count());
    }

    /** @return whether it holds */
    boolean run(int rounds, List<ClusterFault> faults) throws IOException {
        var account = new Account();
        int done = 0;
        for (; done < rounds && account.holds(); done++) {
            ClusterFault fault = faults.get(done % faults.size());
            Progress.show("round " + (done + 1) + " of " + rounds + ": " + fault);
            long begun = System.nanoTime();
            account = round(fault);
            Progress.clear();
            out.printf(
                    "%3d %-60s %5.1f s, %d messages answered%n",
                    done + 1, fault, (System.nanoTime() - begun) / 1e9, ledger.answered());
        }
        report(done, rounds, account);
        return account.holds();
    }

    private Account round(ClusterFault fault) throws IOException {
        MailNode victim = rig.nodes().get(random.nextInt(rig.nodes().size()));
        var scene = new Scene(rig, victim, LEASE, random);
        var ended = new AtomicBoolean();
        int answered = ledger.answered();
        peer.setMood(random.nextBoolean() ? Peer.Mood.SHUT : Peer.Mood.MOODY);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int i = 0; i < SENDERS; i++) {
                    clients.submit(() -> senders.run(rig.balancer().smtp(), ended::get));
                }
                for (String user : USERS) {
                    for (int i = 0; i < READERS_OF_EACH; i++) {
                        clients.submit(() -> readers.run(rig.balancer().pop3(), user, ended::get));
                    }
                }
                Wait.atMost(Duration.ofSeconds(30), () -> ledger.answered() >= answered + 5 * SENDERS);
                Wait.pause(Duration.ofMillis(random.nextInt(1500)));
                // Whoever is told "later" from now on may find that it was stored all the same.
                ledger.diskFails(true);
                fault.strike(scene);
                rig.nodes().forEach(scene::awaitServing);
                scene.awaitBalancer();
                scene.mustGreet(rig.nodes().size());
                int before = ledger.answered();
                scene.must(
                        Wait.atMost(Duration.ofSeconds(30), () -> ledger.answered() >= before + 5 * SENDERS),
                        "no mail is taken afterwards");
            } finally {
                ended.set(true);
            }
        }
        ledger.diskFails(false);
        outages.addAll(scene.outages());
        tally.add(fault, scene);
        return settle(scene);
    }

    private Account settle(Scene scene) throws IOException {
        peer.setMood(Peer.Mood.KIND);
        boolean empty = Wait.atMost(UNTIL_DELIVERED, Duration.ofMillis(100), () -> waiting() == 0);
        var account = new Account[1];
        Wait.atMost(UNTIL_SEEN, Duration.ofMillis(500), () -> (account[0] = patiently(this::account)).holds());
        scene.wrong().forEach(account[0]::broken);
        readers.violations().forEach(account[0]::broken);
        if (!empty) {
            account[0].broken(waiting() + " messages are still in a queue");
        }
        return account[0];
    }

    private int waiting() throws IOException {
        int all = 0;
        for (MailNode node : rig.nodes()) {
            all += entries(node.queue());
            for (Path taken : patiently(() -> Found.list(node.taken()))) {
                all += entries(taken);
            }
        }
        return all;
    }

    private Account account() throws IOException {
        var account = new Account();
        Set<Copy> waiting = new HashSet<>();
        for (MailNode node : rig.nodes()) {
            waiting.addAll(Waiting.read(node.queue()));
        }
        account.mailboxes(ledger, new Found.Reader().read(rig.shared(), USERS));
        account.peer(ledger, peer, Reports.read(rig.shared(), Senders.SENDER), waiting::contains, this::excuses);
        return account;
    }

    /** The first went out in an outage, so the note of it may have been lost; others had to try again. */
    private boolean excuses(Instant before, Instant after) {
        return outages.stream()
                .anyMatch(outage ->
                        !before.isBefore(outage.begin()) && !before.isAfter(outage.end()) && after.isAfter(before));
    }

    private void report(int done, int rounds, Account account) {
        out.println();
        out.println(
                done + " of " + rounds + " rounds on " + rig.nodes().size() + " nodes and a volume of three copies:");
        out.print(tally);
        out.println("messages: " + ledger.count(Word.ACKNOWLEDGED) + " acknowledged, " + ledger.count(Word.REFUSED)
                + " refused, " + ledger.count(Word.DISK_FAILED) + " put off during a fault, " + ledger.count(Word.NONE)
                + " without an answer; " + readers.text());
        out.println();
        out.print(account);
        out.println();
        account.faults().forEach(fault -> out.println("WRONG: " + fault));
        out.println(account.holds() ? "HOLDS: everything acknowledged is in one place" : "BROKEN");
    }
}
