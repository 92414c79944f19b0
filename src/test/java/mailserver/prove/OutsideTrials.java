package mailserver.prove;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailserver.load.FakeTime;
import mailserver.load.ServerCommand;
import mailserver.load.Wait;
import mailserver.prove.Faults.Verdict;
import mailserver.prove.Stage.Answer;

/** What goes wrong around the server: the time, and other servers. */
final class OutsideTrials {
    private static final int NUMBER = 12;

    private OutsideTrials() {}

    static Verdict clock(Stage stage) throws IOException {
        Optional<Map<String, String>> wrong = FakeTime.environment("");
        if (wrong.isEmpty()) {
            return new Verdict.Skipped("needs libfaketime; apt-get install libfaketime");
        }
        stage.makeHome();
        Path clock = stage.folder().resolve("clock");
        Files.writeString(clock, "+0");
        // Only the time of day jumps: the kernel sees to it that what measures waiting doesn't.
        ServerCommand command = ServerCommand.installed()
                .with("FAKETIME_TIMESTAMP_FILE", clock.toString())
                .with("FAKETIME_NO_CACHE", "1");
        stage.start(command.with(wrong.get()));
        stage.allIsWell("before", NUMBER);
        var answers = new EnumMap<Answer, Integer>(Answer.class);
        // Mail that waits while the clock is wrong must not wait for the time that it thought of then.
        stage.peer().setMood(Peer.Mood.SHUT);
        for (String time : List.of("+3600", "-3600", "+3600", "+0")) {
            Files.writeString(clock, time);
            stage.send(NUMBER).forEach((answer, count) -> answers.merge(answer, count, Integer::sum));
            Wait.pause(Duration.ofSeconds(1));
        }
        stage.peer().setMood(Peer.Mood.KIND);
        String during = stage.text(answers);
        stage.must(answers.equals(Map.of(Answer.TAKEN, 4 * NUMBER)), "not all was taken: " + during);
        return stage.verdict(during);
    }

    static Verdict peer(Stage stage) throws IOException {
        stage.makeHome();
        stage.start(ServerCommand.installed());
        stage.allIsWell("before", NUMBER);
        var answers = new EnumMap<Answer, Integer>(Answer.class);
        for (Peer.Mood mood : List.of(Peer.Mood.SHUT, Peer.Mood.MOODY)) {
            stage.peer().setMood(mood);
            send(stage, answers);
        }
        stage.shutPeer();
        send(stage, answers);
        // It lets clients connect, and says nothing.
        try (var silent = new ServerSocket(stage.peerPort(), 50, InetAddress.getLoopbackAddress())) {
            send(stage, answers);
            stage.must(silent.isBound(), "the silent peer is gone");
        }
        stage.openPeer();
        stage.peer().setMood(Peer.Mood.MOODY);
        send(stage, answers);
        stage.peer().setMood(Peer.Mood.KIND);
        String during = stage.text(answers);
        stage.must(answers.equals(Map.of(Answer.TAKEN, 5 * NUMBER)), "not all was taken: " + during);
        return stage.verdict(during);
    }

    private static void send(Stage stage, Map<Answer, Integer> answers) {
        stage.send(NUMBER).forEach((answer, count) -> answers.merge(answer, count, Integer::sum));
        Wait.pause(Duration.ofSeconds(1));
    }
}
