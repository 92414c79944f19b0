package mailserver.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import mailserver.load.Progress;
import mailserver.load.Talk;
import org.HdrHistogram.Histogram;

/** Reads mail by POP3. */
public final class Pop3Load {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Pop3Work work;
    private final LongAdder sessions = new LongAdder();
    private final LongAdder messages = new LongAdder();
    private final LongAdder octets = new LongAdder();

    public Pop3Load(Pop3Work work) {
        this.work = work;
    }

    /** What is counted are messages for {@code RETR}, otherwise sessions; a latency is that of one of them. */
    public Outcome run() throws IOException {
        var crew = new Crew(work.users().size());
        long start = System.nanoTime();
        crew.start(this::connection);
        crew.watch(() -> Progress.show(sessions.sum() + " sessions, " + messages.sum() + " messages"));
        Histogram latencies = crew.join();
        long nanos = System.nanoTime() - start;
        Progress.clear();
        long count = work.kind() == Pop3Work.Kind.RETR ? messages.sum() : sessions.sum();
        return new Outcome(count, octets.sum(), nanos, nanos, latencies);
    }

    private void connection(int number, Histogram latencies) throws IOException {
        for (int i = 0; i < work.sessions(); i++) {
            long from = System.nanoTime();
            session(work.users().get(number), latencies);
            if (work.kind() != Pop3Work.Kind.RETR) {
                latencies.recordValue(System.nanoTime() - from);
            }
            sessions.increment();
        }
    }

    private void session(String user, Histogram latencies) throws IOException {
        try (Talk talk = Talk.to(work.server(), PATIENCE)) {
            greet(talk);
            talk.agree("USER " + user);
            talk.agree("PASS " + work.password());
            talk.agree("STAT");
            String[] stat = talk.said().split(" ");
            int count = Integer.parseInt(stat[1]);
            switch (work.kind()) {
                case POLL -> {}
                case LIST -> {
                    talk.agree("UIDL");
                    octets.add(talk.skipAnswer());
                }
                case RETR -> retrieve(talk, count, Long.parseLong(stat[2]), latencies);
            }
            talk.agree("QUIT");
        }
    }

    private void greet(Talk talk) throws IOException {
        switch (work.tls()) {
            case NONE -> talk.ok();
            case STLS -> {
                talk.ok();
                talk.agree("STLS");
                talk.startTls();
            }
            case FULL, RESUMED -> {
                talk.startTls(work.tls() == Pop3Work.Tls.RESUMED);
                talk.ok();
            }
        }
    }

    private void retrieve(Talk talk, int count, long expected, Histogram latencies) throws IOException {
        long got = 0;
        for (int number = 1; number <= count; number++) {
            long from = System.nanoTime();
            talk.agree("RETR " + number);
            got += talk.skipAnswer() - 3;
            latencies.recordValue(System.nanoTime() - from);
            messages.increment();
        }
        octets.add(got);
        if (got < expected) {
            throw new IOException("STAT said " + expected + " octets, RETR gave " + got);
        }
    }
}
