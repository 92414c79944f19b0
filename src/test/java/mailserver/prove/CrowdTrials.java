package mailserver.prove;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mailserver.load.ServerCommand;
import mailserver.load.Talk;
import mailserver.prove.Faults.Verdict;
import mailserver.prove.Stage.Answer;

/** Too many clients, or too little room for them. */
final class CrowdTrials {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int HANDLES = 150;
    private static final int CROWD = 10_000;
    private static final long MEMORY = 256_000_000;

    private CrowdTrials() {}

    static Verdict handles(Stage stage) throws IOException {
        stage.makeHome();
        stage.start(ServerCommand.installed().under("/bin/sh", "-c", "ulimit -n " + HANDLES + "; exec \"$@\"", "sh"));
        stage.allIsWell("before", 12);
        var answers = new EnumMap<Answer, Integer>(Answer.class);
        var early = new ArrayList<Talk>();
        var crowd = new ArrayList<Talk>();
        try {
            for (int i = 0; i < 5; i++) {
                early.add(stage.session());
            }
            for (int i = 0; i < 2 * HANDLES; i++) {
                // The kernel takes those that the server can't.
                crowd.add(Talk.to(stage.smtp(), PATIENCE, 1024));
            }
            // Who came in before has a session, but a message of theirs has no handle.
            early.forEach(session -> answers.merge(stage.send(session), 1, Integer::sum));
        } finally {
            crowd.forEach(Talk::close);
            early.forEach(Talk::close);
        }
        String during = stage.text(answers);
        stage.must(answers.equals(Map.of(Answer.LATER, early.size())), "not all were told to come later: " + during);
        return stage.verdict(during + ", with " + 2 * HANDLES + " clients for " + HANDLES + " handles");
    }

    static Verdict connections(Stage stage) throws IOException {
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        if (system.getMaxFileDescriptorCount() < CROWD + 1000) {
            return new Verdict.Skipped("needs 11,000 file handles; see ulimit -Hn");
        }
        stage.makeHome("[limits]", "sessions = " + (CROWD + 100));
        stage.start(ServerCommand.installed());
        stage.allIsWell("before", 12);
        var crowd = new ArrayList<Talk>();
        String during;
        try {
            for (int i = 0; i < CROWD; i++) {
                InetSocketAddress port =
                        i % 2 == 0 ? stage.home().smtp() : stage.home().pop3();
                Talk talk = Talk.to(port, PATIENCE, 1024);
                crowd.add(talk);
                talk.line();
            }
            Map<Answer, Integer> answers = stage.send(60);
            during = stage.text(answers) + ", " + resident(stage, "VmRSS") / 1_000_000 + " MB resident";
            stage.must(answers.equals(Map.of(Answer.TAKEN, 60)), "not all was taken: " + during);
        } finally {
            crowd.forEach(Talk::close);
        }
        return stage.verdict(during);
    }

    /** Only the heap can be capped without a container; what the whole process took at most is looked up afterwards. */
    static Verdict memory(Stage stage) throws Exception {
        stage.makeHome();
        stage.start(ServerCommand.installed().with("MAILSERVER_JAVA_OPTS", "-Xmx96m -XX:MaxDirectMemorySize=16m"));
        stage.allIsWell("before", 12);
        var answers = new EnumMap<Answer, Integer>(Answer.class);
        try (var clients = Executors.newFixedThreadPool(40)) {
            Callable<Answer> large = () -> stage.send(5_000_000, List.of("user0"), List.of());
            Callable<Answer> relayed = () -> stage.send(5_000_000, List.of(), List.of("somebody@" + Peer.DOMAIN));
            var all = new ArrayList<Callable<Answer>>();
            for (int i = 0; i < 20; i++) {
                all.add(large);
                all.add(relayed);
            }
            for (Future<Answer> answer : clients.invokeAll(all)) {
                answers.merge(answer.get(), 1, Integer::sum);
            }
        }
        long most = resident(stage, "VmHWM");
        String during = stage.text(answers) + ", " + most / 1_000_000 + " MB resident at most (-Xmx96m)";
        stage.must(most <= MEMORY, "it took " + during);
        return stage.verdict(during);
    }

    /** In octets. */
    private static long resident(Stage stage, String which) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + stage.server().serverPid() + "/status"))) {
            if (line.startsWith(which + ":")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("no " + which);
    }
}
