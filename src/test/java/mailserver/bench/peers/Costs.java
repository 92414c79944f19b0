package mailserver.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import mailserver.bench.Outcome;
import mailserver.bench.SmtpLoad;
import mailserver.bench.SmtpWork;
import mailserver.load.Home;
import mailserver.load.Progress;
import mailserver.load.Talk;
import mailserver.load.Wait;

/** How each cost is measured. */
final class Costs {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CALM = Duration.ofSeconds(3);
    private static final int STARTS = 7;

    private Costs() {}

    private static Ours ours(Arena arena, List<String> users, String... more) throws IOException {
        return arena.scratch().until(Ours.start(arena.folder("ours"), users, Map.of(), more));
    }

    /** Resident memory of a process in MB, that is, 10⁶ octets. */
    private static double resident(long pid) throws IOException {
        return memory(pid, "VmRSS");
    }

    /** @param which as VmHWM, the most that was resident so far */
    static double memory(long pid, String which) throws IOException {
        String line = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(text -> text.startsWith(which + ":"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6;
    }

    static Spread idle(Arena arena) throws IOException {
        Ours ours = ours(arena, List.of("user"));
        var figures = new ArrayList<Double>();
        for (int i = 0; i < arena.pairs(); i++) {
            ours.restart();
            Wait.pause(CALM);
            figures.add(resident(ours.pid()));
        }
        return Spread.of(figures);
    }

    static Spread start(Arena arena) throws IOException {
        Ours ours = ours(arena, List.of("user"));
        var figures = new ArrayList<Double>();
        for (int i = 0; i < STARTS; i++) {
            ours.close();
            long begin = System.nanoTime();
            ours.launch();
            figures.add((System.nanoTime() - begin) / 1e9);
        }
        return Spread.of(figures);
    }

    /** SMTP sessions have said EHLO, POP3 sessions have logged in and been told by STAT what there is. */
    static Spread crowd(Arena arena) throws IOException {
        int half = 5_000;
        List<String> users = IntStream.range(0, half).mapToObj(i -> "user" + i).toList();
        Ours ours = ours(arena, users);
        var sessions = new ArrayList<Talk>();
        try {
            for (int i = 0; i < half; i++) {
                Talk smtp = Talk.to(ours.smtp(), PATIENCE, 1024);
                sessions.add(smtp);
                smtp.reply();
                smtp.agree("EHLO client.example", 250);
                Talk pop3 = Talk.to(ours.pop3(), PATIENCE, 1024);
                sessions.add(pop3);
                pop3.ok();
                pop3.agree("USER " + Host.address(users.get(i)));
                pop3.agree("PASS " + Home.PASSWORD);
                pop3.agree("STAT");
                Progress.show(sessions.size() + " sessions");
            }
            Wait.pause(CALM);
            return Spread.of(List.of(resident(ours.pid())));
        } finally {
            sessions.forEach(Talk::close);
        }
    }

    static Spread halfLoad(Arena arena) throws IOException {
        List<String> users = IntStream.rangeClosed(0, arena.pairs() + 1)
                .mapToObj(i -> "user" + i)
                .toList();
        Ours ours = ours(arena, users);
        int messages = arena.share(6000);
        new SmtpLoad(work(ours, users.get(0), messages)).run();
        double top = new SmtpLoad(work(ours, users.get(1), messages)).run().acceptedPerSecond();
        var figures = new ArrayList<Double>();
        for (int i = 0; i < arena.pairs(); i++) {
            SmtpWork half = work(ours, users.get(2 + i), messages).withRate(top / 2, messages);
            figures.add(new SmtpLoad(half).run().percentileMillis(99));
        }
        System.err.println("p99-half: the top load is " + Outcome.text(top) + " messages/s");
        return Spread.of(figures);
    }

    private static SmtpWork work(Ours ours, String user, int messages) {
        return new SmtpWork(
                ours.smtp(), 20, messages, 4096, "bench@client.example", List.of(Host.address(user)), true, false, 0);
    }
}
