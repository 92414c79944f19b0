package mailserver.prove;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mailserver.load.FileSystem;
import mailserver.load.Home;
import mailserver.load.Ports;
import mailserver.load.Scratch;
import mailserver.load.ServerCommand;
import mailserver.load.ServerProcess;
import mailserver.load.Sink;
import mailserver.load.Talk;
import mailserver.load.Wait;
import mailserver.prove.Faults.Verdict;
import mailserver.prove.Promise.Word;

/** A server in a home of its own, a peer, and clients that see how it does before, during and after a fault. */
final class Stage {
    static final List<String> USERS =
            IntStream.range(0, 4).mapToObj(i -> "user" + i).toList();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration UNTIL_WELL = Duration.ofSeconds(60);
    private static final Duration UNTIL_EMPTY = Duration.ofSeconds(120);

    /** What a client was told. */
    enum Answer {
        TAKEN("taken"),
        LATER("4xx"),
        NEVER("5xx"),
        CUT("no answer");

        private final String text;

        Answer(String text) {
            this.text = text;
        }
    }

    private final Scratch scratch;
    private final Path folder;
    private final Optional<FileSystem> kind;
    private final Ledger ledger = new Ledger();
    private final Senders senders = new Senders(ledger, USERS);
    private final Peer peer = new Peer();
    private final List<String> faults = new ArrayList<>();
    private final int peerPort = Ports.free();
    private Sink sink = new Sink(peerPort, peer);
    private Home home;
    private ServerProcess server;
    private int sent;

    /** @param kind of file system, where the faults are tried on one made for it */
    Stage(Scratch scratch, Path folder, Optional<FileSystem> kind) throws IOException {
        this.scratch = scratch;
        this.folder = folder;
        this.kind = kind;
        scratch.until(() -> sink.close());
    }

    Path folder() {
        return folder;
    }

    Optional<FileSystem> kind() {
        return kind;
    }

    Peer peer() {
        return peer;
    }

    int peerPort() {
        return peerPort;
    }

    Home home() {
        return home;
    }

    ServerProcess server() {
        return server;
    }

    /** Undone at the end, or when the program is interrupted. */
    void until(Closeable end) {
        scratch.until(end);
    }

    void makeHome(String... more) throws IOException {
        List<String> users =
                Stream.concat(USERS.stream(), Stream.of(Senders.SENDER)).toList();
        String relay = "[relay]\nretry = [\"300ms\", \"1s\"]\n[peers]\n\"" + Peer.DOMAIN + "\" = \"127.0.0.1:"
                + peerPort + "\"\n";
        home = Home.make(folder, users, relay + String.join("\n", more));
    }

    void start(ServerCommand command) throws IOException {
        server = scratch.until(ServerProcess.start(home, command));
    }

    void shutPeer() throws IOException {
        sink.close();
    }

    void openPeer() throws IOException {
        sink = new Sink(peerPort, peer);
    }

    /** Sends this many messages, each by a connection of its own: to one mailbox, to all, to the peer, in turn. */
    Map<Answer, Integer> send(int count) {
        var answers = new EnumMap<Answer, Integer>(Answer.class);
        for (int i = 0; i < count; i++) {
            sent++;
            List<String> local = List.of();
            List<String> remote = List.of();
            switch (sent % 3) {
                case 0 -> local = List.of(USERS.get(sent % USERS.size()));
                case 1 -> local = USERS;
                default -> remote = List.of("somebody@" + Peer.DOMAIN);
            }
            answers.merge(send(3000 + 997 * (sent % 20), local, remote), 1, Integer::sum);
        }
        return answers;
    }

    Answer send(int size, List<String> local, List<String> remote) {
        try (Talk talk = Talk.to(smtp(), PATIENCE)) {
            if (talk.reply() != 220 || talk.ask("EHLO client.example") != 250) {
                return refusal(talk);
            }
            return senders.send(talk, size, local, remote) == Word.ACKNOWLEDGED ? Answer.TAKEN : refusal(talk);
        } catch (IOException e) {
            return Answer.CUT;
        }
    }

    /** A session that has been greeted; the caller closes it. */
    Talk session() throws IOException {
        Talk talk = Talk.to(smtp(), PATIENCE);
        Senders.hello(talk);
        return talk;
    }

    /** The same for a session that is there already. */
    Answer send(Talk session) {
        try {
            return senders.send(session, 3000, List.of("user0"), List.of()) == Word.ACKNOWLEDGED
                    ? Answer.TAKEN
                    : refusal(session);
        } catch (IOException e) {
            return Answer.CUT;
        }
    }

    private static Answer refusal(Talk talk) {
        return talk.said().startsWith("4") ? Answer.LATER : Answer.NEVER;
    }

    InetSocketAddress smtp() {
        return home.smtp();
    }

    /** All must be taken: nothing is wrong yet, or any more. */
    void allIsWell(String when, int count) {
        Map<Answer, Integer> answers = send(count);
        if (answers.getOrDefault(Answer.TAKEN, 0) != count) {
            faults.add(when + ": " + text(answers));
        }
    }

    /** Says what clients were told. A fault is nobody's fault for good, so 5xx is wrong. */
    String text(Map<Answer, Integer> answers) {
        if (answers.containsKey(Answer.NEVER)) {
            faults.add("refused for good: " + answers.get(Answer.NEVER));
        }
        return answers.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().text)
                .collect(Collectors.joining(", "));
    }

    void must(boolean condition, String otherwise) {
        if (!condition) {
            faults.add(otherwise);
        }
    }

    /** After the fault: it must take mail again by itself, all mail must come to its end, and the account be right. */
    Verdict verdict(String during) throws IOException {
        long over = System.nanoTime();
        boolean well = Wait.atMost(
                UNTIL_WELL, Duration.ofMillis(50), () -> send(500, List.of("user0"), List.of()) == Answer.TAKEN);
        double seconds = (System.nanoTime() - over) / 1e9;
        must(well, "takes no mail a minute after the end of it");
        allIsWell("afterwards", 12);
        boolean empty = Wait.atMost(UNTIL_EMPTY, Duration.ofMillis(50), () -> CrashProof.envelopes(home) == 0);
        double drained = (System.nanoTime() - over) / 1e9;
        must(empty, CrashProof.envelopes(home) + " messages are still in the queue after two minutes");
        must(server.isAlive(), "the server has died");
        server.stop();
        var account = new Account();
        account.mailboxes(ledger, new Found.Reader().read(home, USERS));
        // Those that wait have been named as a fault above; they aren't lost.
        account.peer(
                ledger,
                peer,
                Reports.read(home, Senders.SENDER),
                Waiting.read(home.queue())::contains,
                Account.Excuse.NONE);
        faults.addAll(account.faults());
        if (!faults.isEmpty()) {
            return new Verdict.Broken(List.copyOf(faults));
        }
        return new Verdict.Held(
                during,
                String.format(
                        "takes mail after %.1f s, queue empty after %.1f s, %d copies accounted for",
                        seconds, drained, account.acknowledged()));
    }
}
