package mailserver.hook;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import mailserver.time.ScaledClock;
import mailserver.wire.text.LogLine;
import org.tinylog.Logger;

/** Runs what was noted when it is due, a few at a time for each target, so that one that hangs is waited for by nobody else. */
final class HookRunner {
    private static final int ABREAST = 4;
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1));
    private static final Duration GIVE_UP = Duration.ofDays(5);
    private static final Duration ENDING = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final HookFolder folder;
    private final Map<HookNote.Kind, HookTarget> targets;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock.
    private final PriorityQueue<HookNote> waiting = new PriorityQueue<>(Comparator.comparing(HookNote::next));
    private final Map<HookNote.Kind, Semaphore> places =
            Map.of(HookNote.Kind.COMMAND, new Semaphore(ABREAST), HookNote.Kind.URL, new Semaphore(ABREAST));
    private final Set<Thread> underWay = new HashSet<>();
    private boolean closed;

    HookRunner(HookFolder folder, Map<HookNote.Kind, HookTarget> targets, InstantSource clock) {
        this.folder = folder;
        this.targets = targets;
        this.clock = clock;
    }

    void start() {
        Thread.ofVirtual().name("hooks").start(this::run);
    }

    void add(List<HookNote> notes) {
        lock.lock();
        try {
            waiting.addAll(notes);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The clock may be another one. */
    void wake() {
        add(List.of());
    }

    /** Begins nothing more, and breaks off what is under way: it is tried again after the next start. */
    void stop() throws InterruptedException {
        lock.lock();
        try {
            closed = true;
            underWay.forEach(Thread::interrupt);
            changed.signalAll();
            long left = ENDING.toNanos();
            while (!underWay.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many wait, and what is in the way of those that were tried. */
    String inWords() {
        lock.lock();
        try {
            Optional<HookNote> failing =
                    waiting.stream().filter(note -> note.tries() > 0).min(Comparator.comparing(HookNote::since));
            return waiting.size() + underWay.size() + " waiting"
                    + failing.map(note -> ", failing since " + note.since() + ": " + note.why())
                            .orElse("");
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (Optional<HookNote> due = take(); due.isPresent(); due = take()) {
                HookNote note = due.get();
                begin(note);
            }
        } catch (InterruptedException e) {
            Logger.error("hooks: the thread was interrupted, none are run any more");
        }
    }

    private void begin(HookNote note) {
        Thread thread = Thread.ofVirtual().name("hook " + note.target()).unstarted(() -> tell(note));
        lock.lock();
        try {
            underWay.add(thread);
            if (closed) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
        thread.start();
    }

    /** The next one that is due and has a place. Empty when there is an end to it. */
    private Optional<HookNote> take() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                Instant now = clock.instant();
                Optional<HookNote> due = waiting.stream()
                        .filter(note -> !note.next().isAfter(now))
                        .filter(note -> places.get(note.target()).availablePermits() > 0)
                        .min(Comparator.comparing(HookNote::next));
                if (due.isPresent()) {
                    waiting.remove(due.get());
                    places.get(due.get().target()).acquireUninterruptibly();
                    return due;
                }
                HookNote first = waiting.peek();
                if (first == null) {
                    changed.await();
                } else {
                    Duration left = Duration.between(now, first.next());
                    // One that is due and has no place is woken by whoever gives one back.
                    Duration wait = left.isPositive() && left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
                    changed.awaitNanos(ScaledClock.realTime(clock, wait).toNanos());
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void tell(HookNote note) {
        Optional<HookNote> again = Optional.of(note);
        try {
            HookTarget target = targets.get(note.target());
            // A target that the settings don't name any more is not missed.
            Optional<String> why = target == null ? Optional.empty() : target.tell(note.payload());
            again = why.isEmpty() ? done(note) : failed(note, why.get());
        } catch (InterruptedException e) {
            Logger.info(line(note).status("hook-failed", "broken off, the server ends"));
        } catch (IOException | RuntimeException e) {
            Logger.error(e, "hook for {}", note.name());
            again = Optional.of(note.failed(clock.instant().plus(PAUSES.getLast()), e.toString()));
        } finally {
            lock.lock();
            try {
                places.get(note.target()).release();
                underWay.remove(Thread.currentThread());
                again.ifPresent(waiting::add);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private Optional<HookNote> done(HookNote note) throws IOException {
        folder.remove(note);
        Logger.info(line(note).status("hook-done"));
        return Optional.empty();
    }

    private Optional<HookNote> failed(HookNote note, String why) throws IOException {
        Instant now = clock.instant();
        if (note.since().plus(GIVE_UP).isBefore(now)) {
            folder.fail(note);
            Logger.error(line(note).status("hook-given-up", why));
            return Optional.empty();
        }
        Duration pause = PAUSES.get(Math.min(note.tries(), PAUSES.size() - 1));
        HookNote next = note.failed(now.plus(pause), why);
        folder.update(next);
        Logger.warn(
                line(note).with("try", next.tries()).with("next", next.next()).status("hook-failed", why));
        return Optional.of(next);
    }

    private static LogLine line(HookNote note) {
        String id =
                note.payload().has("queue_id") ? note.payload().get("queue_id").getAsString() : "unknown";
        return LogLine.of(id).with("hook", note.target().name().toLowerCase(Locale.ROOT));
    }
}
