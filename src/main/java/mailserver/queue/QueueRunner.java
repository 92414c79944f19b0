package mailserver.queue;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import mailserver.dsn.OneLine;
import mailserver.mail.Address;
import org.tinylog.Logger;

/** Carries the queue's mail to the peers: knows every entry, looks at each when it is due, and takes orders from people. */
public final class QueueRunner {
    /** So many entries are looked at side by side: each may write a report. */
    private static final int ABREAST = 32;
    /** Entries that a start waits for. */
    private static final int AT_ONCE = 5_000;

    /** What stands on the agenda beside jobs and lanes. */
    private enum Chore {
        SWEEP,
        WATCH
    }

    private final QueueFolder folder;
    private final InstantSource clock;
    private final Agenda<Object> agenda;
    private final Crew crew = new Crew();
    private final Semaphore looking = new Semaphore(ABREAST);
    private final Jobs jobs;
    private final Lanes lanes;
    private final DueWork dueWork;
    private final Reroutes reroutes;
    private final LaneWorker worker;
    private final QueueWatch watch;
    private final QueueLoader loader;
    private final QueueOrders orders;
    private volatile RelaySettings settings;
    private volatile boolean running;

    public QueueRunner(QueueFolder folder, RelaySettings settings, Surroundings around, InstantSource clock) {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
        this.agenda = new Agenda<>(clock, this::clockWasSetBack);
        var ledger = new Ledger(folder, clock);
        this.lanes = new Lanes(() -> this.settings, clock, new Lanes.Movers(this::startWorker, agenda::set));
        this.jobs = new Jobs(agenda, ledger, lanes);
        var settlement = new Settlement(ledger, new Returns(folder, around.reporter()), this::schedule, clock);
        Pauses pauses = folder.pauses();
        this.dueWork = new DueWork(around.hops(), lanes, ledger, settlement, pauses::isPaused, this::schedule, clock);
        this.reroutes = new Reroutes(around.hops(), lanes, ledger, jobs, dueWork, () -> running, this::schedule, clock);
        var attempts = new Attempts(folder, ledger, settlement, this::schedule, clock, crew::isStopping, new Desk());
        this.worker = new LaneWorker(lanes, attempts, around.courier(), this::schedule, around.jitter(), clock);
        this.orders = new QueueOrders(folder, jobs.all(), ledger, lanes, settlement, reroutes, clock);
        this.watch = new QueueWatch(folder, new OutsideChanges(pauses, jobs, lanes, orders, dueWork, this::submit));
        this.loader = new QueueLoader(folder, jobs, this::schedule, clock, crew::isStopping);
    }

    /** The queue of a server that doesn't run, read and ready for orders; for those that need no report. */
    public static QueueRunner idle(QueueFolder folder) throws IOException {
        var queue = new QueueRunner(folder, RelaySettings.NONE, Surroundings.NONE, InstantSource.system());
        queue.load();
        return queue;
    }

    /**
     * Reads the folder and begins. What waited is due at once, and soon what another server was trying when it ended. A long queue is
     * read on while mail comes and goes already.
     */
    public void start() throws IOException {
        running = true;
        lanes.open();
        BulkReader reader = folder.reader();
        if (reader.count() <= AT_ONCE) {
            readAndBegin(reader);
        } else {
            Logger.info("queue: {} entries, which are read now", reader.count());
            crew.start("queue reader", () -> readAndBegin(reader));
        }
        Thread.ofVirtual().name("queue").start(this::run);
    }

    private void readAndBegin(BulkReader reader) {
        loader.load(reader, (job, entry) -> jobs.update(job, () -> dueWork.glance(job, entry)));
        Instant now = clock.instant();
        agenda.set(Chore.SWEEP, Optional.of(now));
        agenda.set(Chore.WATCH, Optional.of(now.plusSeconds(1)));
        Logger.info("queue: {} entries", jobs.all().size());
    }

    /** Reads the folder, for somebody who has orders to give while nothing runs: no mail goes out. */
    public void load() throws IOException {
        loader.load(folder.reader(), (job, entry) -> {});
    }

    /** Takes over an entry that is in the folder already. */
    public void submit(QueueEntry entry) {
        loader.adopt(
                new Job(entry, folder.stamp(entry.id())),
                entry,
                (job, read) -> jobs.update(job, () -> dueWork.look(job, read)));
    }

    public List<QueueEntry> entries() {
        return jobs.entries();
    }

    public int size() {
        return jobs.all().size();
    }

    /**
     * Does to these messages what somebody asks for. What goes on at a hop just now is not interrupted.
     *
     * @return how many it was done to
     */
    public int change(Change change, Selection which) throws IOException {
        // Or some of those that are meant might not be known yet.
        loader.await();
        return orders.change(change, which);
    }

    /** Mail for this domain stays here until {@link #resume}. False when it was so already. */
    public boolean pause(String domain) throws IOException {
        return rerouted(domain, folder.pauses().add(domain), "stays here from now on");
    }

    public boolean resume(String domain) throws IOException {
        boolean changed = folder.pauses().remove(domain);
        lanes.troubles().urge(lane -> true);
        return rerouted(domain, changed, "goes out again");
    }

    private boolean rerouted(String domain, boolean changed, String what) {
        if (changed) {
            Logger.info("queue: mail for {} {}, by hand", domain, what);
        }
        orders.rerouted(Set.of(domain));
        return changed;
    }

    public Set<String> paused() {
        return folder.pauses().domains();
    }

    /** Somebody called from there: a hop that was down may be back. */
    public void heardFrom(InetAddress address) {
        lanes.troubles().heardFrom(address);
    }

    /** How it stands with the hops that mail waits for, and with those that are down. */
    public List<HopStatus> hops() {
        return lanes.map(HopStatus::of);
    }

    /**
     * Other ways, times and limits may hold by now. Returns at once: to look at a long queue again takes its time. A hop that was down gets
     * a try, for its address or the password there may have been wrong.
     */
    public void settingsChanged(RelaySettings changed) {
        settings = changed;
        crew.start("queue after a reload", () -> reroutes.settingsChanged());
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
        lanes.close();
        boolean ended = crew.stop(grace);
        if (!ended) {
            jobs.letGo();
        }
        folder.awaitRemovals();
        return ended;
    }

    private Schedule schedule() {
        return settings.schedule();
    }

    private void run() {
        try {
            for (Optional<Object> due = agenda.take(); due.isPresent(); due = agenda.take()) {
                switch (due.get()) {
                    case Job job -> {
                        looking.acquire();
                        if (!crew.start("queue " + job.id(), () -> lookAndRelease(job))) {
                            looking.release();
                        }
                    }
                    case Lane lane -> crew.start("queue look at " + lane.hop().inWords(), () -> worker.look(lane));
                    case Chore chore -> crew.start("queue " + chore, () -> perform(chore));
                    default -> throw new IllegalStateException("not on any agenda: " + due.get());
                }
            }
        } catch (InterruptedException e) {
            Logger.error("queue: the thread was interrupted, no mail goes out any more");
        }
    }

    /** What was put off while the clock was ahead would wait for the clock to get there again. */
    private void clockWasSetBack() {
        Logger.warn("queue: the clock was set back; everything is looked at again");
        Instant now = clock.instant();
        for (Chore chore : Chore.values()) {
            agenda.set(chore, Optional.of(now));
        }
        reroutes.lookAtEverything();
    }

    private void perform(Chore chore) {
        Instant now = clock.instant();
        switch (chore) {
            case SWEEP -> {
                agenda.set(chore, Optional.of(now.plus(Duration.ofDays(1))));
                sweep();
            }
            case WATCH -> agenda.set(chore, Optional.of(now.plus(watch.look())));
        }
    }

    private void sweep() {
        try {
            folder.sweep();
        } catch (IOException e) {
            Logger.warn("queue: leftovers can't be removed: {}", OneLine.of(e.toString()));
        }
        lanes.troubles().sweep();
    }

    private void startWorker(Lane lane) {
        crew.start("queue lane " + lane.hop().inWords(), () -> worker.walk(lane));
    }

    private void lookAndRelease(Job job) {
        try {
            jobs.update(job, () -> dueWork.look(job));
        } finally {
            looking.release();
        }
    }

    private final class Desk implements Attempts.Desk {
        @Override
        public void waits(Errand errand) {
            // The way may be another one by now.
            reroutes.reroute(errand.job(), errand);
        }

        @Override
        public void ended(Job job) {
            jobs.update(job, () -> dueWork.nextLook(job));
        }

        @Override
        public boolean isPaused(Address recipient) {
            return folder.pauses().isPaused(recipient);
        }
    }
}
