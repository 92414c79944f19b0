package mailserver.queue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import mailserver.dsn.OneLine;
import mailserver.mail.Address;
import org.tinylog.Logger;

/** Carries the queue's mail to the peers: knows every entry, looks at each when it is due, and takes orders from people. */
public final class QueueRunner {
    /** Stands on the agenda beside the entries; no id has a space. */
    private static final String SWEEP = "the sweep";

    private final QueueFolder folder;
    private final InstantSource clock;
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final Agenda agenda;
    private final Crew crew = new Crew();
    private final Ledger ledger;
    private final Holds holds;
    private final DueWork dueWork;
    private volatile Schedule schedule;

    public QueueRunner(QueueFolder folder, Schedule schedule, Surroundings around, InstantSource clock) {
        this.folder = folder;
        this.schedule = schedule;
        this.clock = clock;
        this.agenda = new Agenda(clock);
        this.ledger = new Ledger(folder, clock);
        var settlement = new Settlement(ledger, new Returns(folder, around.reporter()), () -> this.schedule, clock);
        this.holds = new Holds(() -> this.schedule, clock);
        var attempts =
                new Attempts(folder, around, ledger, settlement, holds, () -> this.schedule, clock, crew::isStopping);
        this.dueWork = new DueWork(
                around.hops(),
                new Lanes(crew),
                attempts,
                ledger,
                settlement,
                () -> this.schedule,
                clock,
                this::reschedule);
    }

    /** Reads the folder and begins. What waited is due at once, and soon what another server was trying when it ended. */
    public void start() throws IOException {
        Instant now = clock.instant();
        for (QueueEntry entry : folder.list()) {
            // Where an attempt was begun and nothing is known of its end, the process died: perhaps of this very
            // message. So there is a pause before the next, if a short one.
            Instant soon = schedule.nextTry(1, now, entry.arrived());
            List<Address> live = entry.recipients().stream()
                    .filter(RecipientState::isLive)
                    .map(RecipientState::address)
                    .toList();
            adopt(entry.with(live, r -> switch (r.status()) {
                case TRYING -> r.nextTry().isAfter(soon) ? r.at(soon) : r;
                default -> r.at(now);
            }));
        }
        agenda.set(SWEEP, Optional.of(now));
        Thread.ofVirtual().name("queue").start(this::run);
        Logger.info("queue: {} entries", jobs.size());
    }

    /** Takes over an entry that is in the folder already. */
    public void submit(QueueEntry entry) {
        adopt(entry);
    }

    /** All entries, oldest first. */
    public List<QueueEntry> entries() {
        return jobs.values().stream()
                .map(Job::entry)
                .sorted(Comparator.comparing(QueueEntry::arrived).thenComparing(QueueEntry::id))
                .toList();
    }

    /** Tries an entry now. False here and below when there is no such entry. */
    public boolean retry(String id) throws IOException {
        holds.clear();
        Instant now = clock.instant();
        return change(id, job -> job.entry().with(job.idle(), r -> r.at(now)));
    }

    public void retryAll() throws IOException {
        for (String id : jobs.keySet()) {
            retry(id);
        }
    }

    /** No attempt any more, until it is released. One that is being made goes on. */
    public boolean hold(String id) throws IOException {
        return change(id, job -> job.entry().asHeld(true));
    }

    public boolean release(String id) throws IOException {
        return change(id, job -> job.entry().asHeld(false));
    }

    /** Drops an entry. Its sender hears nothing. */
    public boolean remove(String id) throws IOException {
        Optional<Job> job = Optional.ofNullable(jobs.get(id));
        if (job.isEmpty()) {
            return false;
        }
        job.get().lock.lock();
        try {
            folder.remove(id);
            job.get().setGone();
            Logger.info("{}: removed by hand", id);
        } finally {
            job.get().lock.unlock();
        }
        reschedule(job.get());
        return true;
    }

    public void setSchedule(Schedule changed) {
        schedule = changed;
        jobs.values().forEach(this::reschedule);
    }

    /** Looks at the clock again: it was set. */
    public void wake() {
        agenda.wake();
    }

    /**
     * Begins nothing more, and gives what is being done some time to end.
     *
     * @return false when something was still being done at the end of it; it counts as an attempt without an outcome
     */
    public boolean stop(Duration grace) {
        agenda.close();
        boolean ended = crew.stop(grace);
        if (!ended) {
            jobs.values().forEach(QueueRunner::letGo);
        }
        return ended;
    }

    /** The files may soon be another runner's: what ends after this must not be written over what that one knows. */
    private static void letGo(Job job) {
        job.lock.lock();
        try {
            job.setGone();
        } finally {
            job.lock.unlock();
        }
    }

    private void run() {
        try {
            for (Optional<String> key = agenda.take(); key.isPresent(); key = agenda.take()) {
                if (key.get().equals(SWEEP)) {
                    agenda.set(SWEEP, Optional.of(clock.instant().plus(Duration.ofDays(1))));
                    crew.start("queue sweep", this::sweep);
                } else {
                    Optional.ofNullable(jobs.get(key.get()))
                            .ifPresent(job -> crew.start("queue " + job.entry().id(), () -> dueWork.look(job)));
                }
            }
        } catch (InterruptedException e) {
            Logger.error("queue: the thread was interrupted, no mail goes out any more");
        }
    }

    private void sweep() {
        try {
            folder.sweep();
        } catch (IOException e) {
            Logger.warn("queue: leftovers can't be removed: {}", OneLine.of(e.toString()));
        }
    }

    private void adopt(QueueEntry entry) {
        var job = new Job(entry);
        if (jobs.putIfAbsent(entry.id(), job) == null) {
            reschedule(job);
        }
    }

    private boolean change(String id, Function<Job, QueueEntry> how) throws IOException {
        Optional<Job> job = Optional.ofNullable(jobs.get(id));
        if (job.isEmpty()) {
            return false;
        }
        job.get().lock.lock();
        try {
            if (job.get().isGone()) {
                return false;
            }
            ledger.write(job.get(), how.apply(job.get()));
            job.get().putOff(Instant.MIN);
        } finally {
            job.get().lock.unlock();
        }
        reschedule(job.get());
        return true;
    }

    private void reschedule(Job job) {
        job.lock.lock();
        try {
            String id = job.entry().id();
            if (job.isGone()) {
                jobs.remove(id, job);
            }
            agenda.set(id, job.nextLook(schedule));
        } finally {
            job.lock.unlock();
        }
    }
}
