package mailserver.prove;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mailserver.load.Home;
import mailserver.load.Ports;
import mailserver.load.Progress;
import mailserver.load.Scratch;
import mailserver.load.ServerCommand;
import mailserver.load.ServerProcess;
import mailserver.load.Sink;
import mailserver.load.Wait;
import mailserver.prove.Disk.Image;
import mailserver.prove.Promise.Copy;

/**
 * Cuts the power, on paper: one run of the server is traced, and for every line of the trace the disks are made up that a
 * power cut there could have left behind. On each the mail is looked for; in some the server is started again.
 */
final class PowerProof {
    private static final List<String> USERS =
            IntStream.range(0, 6).mapToObj(i -> "user" + i).toList();
    private static final int SENDERS = 4;
    private static final Duration UNTIL_EMPTY = Duration.ofSeconds(60);

    private final PrintStream out;
    private final Random random;
    private final Ledger ledger = new Ledger();
    private final Peer peer = new Peer();
    private final ImageReader reader = new ImageReader();
    private final Account account = new Account();

    PowerProof(long seed, PrintStream out) {
        this.random = new Random(seed);
        this.out = out;
    }

    /**
     * Runs it all.
     *
     * @param messages   to send
     * @param lucks      disks to make up at each line, beside the poorest one
     * @param recoveries in how many of them to start the server
     * @return true when nothing promised was missing on any of them
     */
    boolean run(Scratch scratch, int messages, int lucks, int recoveries) throws IOException {
        Home home = home(scratch.folder().resolve("traced"), peer, scratch);
        Path trace = scratch.folder().resolve("trace");
        record(home, scratch, trace, messages);
        Progress.show("reading the trace");
        List<Call> calls = Strace.read(trace);
        Kernel kernel = Kernel.follow(calls, home.maildir());
        var disk = new Disk(kernel);
        var moments = new Moments(ledger, kernel.said(), home);
        Map<Integer, Instant> times = new HashMap<>();
        calls.forEach(call -> times.put(call.begin(), call.at()));
        out.println(calls.size() + " calls: " + kernel.changes().size() + " changes to the mail folders, "
                + kernel.syncs().size() + " syncs of them.");
        out.println(moments.acknowledgements() + " messages acknowledged, " + moments.deletions()
                + " deletions confirmed, "
                + ledger.count(Promise.Word.REFUSED) + " messages refused.");
        int early = early(disk, moments);
        out.println(
                early == 0
                        ? "Each 250, and each +OK to a QUIT that deletes, came after the fsync of all files and folders it depends on."
                        : "WRONG: " + early + " answers came before what they promise was synced.");
        cutEverywhere(disk, moments, times, lucks);
        recover(disk, moments, times, scratch, recoveries);
        Progress.clear();
        account.faults().forEach(fault -> out.println("WRONG: " + fault));
        boolean holds = account.holds() && early == 0 && moments.acknowledgements() > 0;
        out.println(holds ? "HOLDS: nothing promised is missing on any of these disks" : "BROKEN");
        return holds;
    }

    private static Home home(Path folder, Peer peer, Scratch scratch) throws IOException {
        int port = Ports.free();
        scratch.until(new Sink(port, peer));
        return Home.make(
                folder,
                Stream.concat(USERS.stream(), Stream.of(Senders.SENDER)).toList(),
                "[relay]",
                "retry = [\"200ms\", \"500ms\", \"1s\"]",
                "[peers]",
                "\"" + Peer.DOMAIN + "\" = \"127.0.0.1:" + port + "\"");
    }

    /** Lets clients loose on the traced server, and kills it while they are at it. */
    private void record(Home home, Scratch scratch, Path trace, int messages) throws IOException {
        peer.setMood(Peer.Mood.MOODY);
        var senders = new Senders(ledger, USERS);
        var readers = new Readers(ledger);
        var ended = new AtomicBoolean();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor();
                ServerProcess server =
                        scratch.until(ServerProcess.start(home, Strace.around(ServerCommand.ofJar(), trace)))) {
            for (int i = 0; i < SENDERS; i++) {
                clients.submit(() -> senders.run(home.smtp(), ended::get));
            }
            USERS.subList(0, 3).forEach(user -> clients.submit(() -> readers.run(home.pop3(), user, ended::get)));
            Wait.atMost(Duration.ofMinutes(3), Duration.ofMillis(100), () -> {
                Progress.show("traced: " + ledger.answered() + " of " + messages + " messages");
                return ledger.answered() >= messages || !server.isAlive();
            });
            ProcessHandle.of(server.serverPid()).ifPresent(ProcessHandle::destroyForcibly);
            ended.set(true);
            // strace writes down what is left and ends with it.
            Wait.atMost(Duration.ofSeconds(20), () -> !server.isAlive());
        }
    }

    /** The poorest disk on the very line of each promise: how many promises came too early? */
    private int early(Disk disk, Moments moments) {
        Disk.Walk walk = disk.new Walk();
        int early = 0;
        for (int line : moments.lines()) {
            var at = new Account();
            at.mailboxes(moments.asOf(line), reader.found(walk.at(line, change -> false), USERS));
            if (!at.holds()) {
                early++;
                account.broken(
                        "at the promise on line " + line + ": " + at.faults().getFirst());
            }
        }
        return early;
    }

    private void cutEverywhere(Disk disk, Moments moments, Map<Integer, Instant> times, int lucks) {
        List<Integer> lines = Stream.concat(disk.lines().stream(), moments.lines().stream())
                .distinct()
                .sorted()
                .toList();
        Disk.Walk walk = disk.new Walk();
        int disks = 0;
        for (int line : lines) {
            Progress.show("cut at line " + line + ", " + disks + " disks looked at");
            Ledger promised = moments.asOf(line);
            for (int luck = 0; luck <= lucks; luck++) {
                var at = new Account();
                account(at, promised, walk.at(line, luck(luck)), time(times, line));
                disks++;
                if (!at.holds()) {
                    account.broken(
                            "power cut at line " + line + ": " + at.faults().getFirst());
                }
            }
        }
        Progress.clear();
        out.println("Power cut at each of " + lines.size() + " lines where something changes, " + disks
                + " disks: the poorest, and those where chance has written some of what wasn't synced.");
    }

    /** The first is the poorest disk; then ever more of what wasn't synced is there. */
    private Predicate<Change> luck(int number) {
        double share = new double[] {0, 0.5, 0.9, 0.1}[number % 4];
        return change -> random.nextDouble() < share;
    }

    private void account(Account at, Ledger promised, Image image, Instant time) {
        at.mailboxes(promised, reader.found(image, USERS));
        Set<Copy> waiting = reader.waiting(image, promised);
        at.peer(
                promised,
                peer.until(time),
                reader.reported(image, Senders.SENDER),
                waiting::contains,
                Account.Excuse.NONE);
    }

    /** A line's time, or that of the last call that began before it. */
    private static Instant time(Map<Integer, Instant> times, int line) {
        for (int at = line; at > 0; at--) {
            if (times.containsKey(at)) {
                return times.get(at);
            }
        }
        return Instant.MIN;
    }

    private void recover(Disk disk, Moments moments, Map<Integer, Instant> times, Scratch scratch, int recoveries)
            throws IOException {
        List<Integer> lines = new ArrayList<>(disk.lines());
        Disk.Walk walk = disk.new Walk();
        for (int i = 1; i <= recoveries; i++) {
            int line = lines.get((int) ((long) i * (lines.size() - 1) / recoveries));
            Progress.show("recovery " + i + " of " + recoveries);
            Instant cut = time(times, line);
            Peer after = peer.until(cut);
            Home home = home(scratch.folder().resolve("recovery-" + i), after, scratch);
            new ImageWriter(walk.at(line, luck(i))).write(home.maildir());
            Ledger promised = moments.asOf(line);
            var at = new Account();
            Instant started = Instant.now();
            try (ServerProcess server = scratch.until(ServerProcess.start(home, ServerCommand.ofJar()))) {
                Wait.atMost(UNTIL_EMPTY, Duration.ofMillis(50), () -> CrashProof.envelopes(home) == 0);
                if (CrashProof.envelopes(home) > 0) {
                    at.broken("the queue doesn't come to an end");
                }
                at.mailboxes(promised, new Found.Reader().read(home, USERS));
                at.peer(
                        promised,
                        after,
                        Reports.read(home, Senders.SENDER),
                        copy -> false,
                        Account.Excuse.ofStarts(List.of(started)));
                server.stop();
            }
            if (!at.holds()) {
                account.broken("server started after a power cut at line " + line + ": "
                        + at.faults().getFirst());
            }
        }
        Progress.clear();
        out.println("Server started again on " + recoveries + " of these disks, until its queue was empty.");
    }
}
