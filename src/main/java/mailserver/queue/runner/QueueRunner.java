package mailserver.queue.runner;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import mailserver.dsn.OneLine;
import mailserver.mail.MessageIds;
import mailserver.queue.QueueEntry;
import mailserver.queue.QueueOrder;
import mailserver.queue.RelaySettings;
import mailserver.queue.RetrySchedule;
import mailserver.queue.Selection;
import mailserver.queue.delivery.Attempts;
import mailserver.queue.delivery.BounceSender;
import mailserver.queue.delivery.DeliveryWorker;
import mailserver.queue.delivery.EntryLog;
import mailserver.queue.delivery.NextHopHealth;
import mailserver.queue.delivery.NextHopQueue;
import mailserver.queue.delivery.NextHopQueues;
import mailserver.queue.delivery.NextHopStatus;
import mailserver.queue.delivery.QueuedEntry;
import mailserver.queue.delivery.Settlement;
import mailserver.queue.delivery.WorkerPool;
import mailserver.queue.files.BulkReader;
import mailserver.queue.files.PausedDomains;
import mailserver.queue.files.QueueFolder;
import org.tinylog.Logger;

/** Carries the queue's mail to the peers: knows every entry, looks at each when it is due, and takes orders from people. */
public final class QueueRunner {
    /** So many entries are looked at side by side: each may write a report. */
    private static final int ABREAST = 32;
    /** Entries that a start waits for. */
    private static final int AT_ONCE = 5_000;

    /** What stands on the timetable beside entries and hop queues. */
    private enum Maintenance {
        SWEEP,
        WATCH
    }

    private final QueueFolder folder;
    private final EntryLog entries;
    private final InstantSource clock;
    private final Timetable<Object> timetable;
    private final WorkerPool pool = new WorkerPool();
    private final Semaphore looking = new Semaphore(ABREAST);
    private final QueueIndex index;
    private final NextHopQueues hopQueues;
    private final DueWork dueWork;
    private final Rerouting rerouting;
    private final DeliveryWorker worker;
    private final QueueWatch watch;
    private final QueueLoader loader;
    private final QueueOrders orders;
    private volatile RelaySettings settings;
    private volatile boolean running;

    public QueueRunner(QueueFolder folder, RelaySettings settings, QueueEnvironment around, InstantSource clock) {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
        this.timetable = new Timetable<>(clock, this::clockWasSetBack);
        this.entries = new EntryLog(folder, clock);
        this.hopQueues = new NextHopQueues(
                () -> this.settings, clock, new NextHopQueues.Actions(this::startWorker, timetable::set));
        this.index = new QueueIndex(timetable, entries, hopQueues);
        var bounces = new BounceSender(folder, around.reportSender());
        var settlement = new Settlement(entries, bounces, this::schedule, around.events(), clock);
        PausedDomains pausedDomains = folder.pausedDomains();
        this.dueWork = new DueWork(
                around.hops(), hopQueues, entries, settlement, pausedDomains::isPaused, this::schedule, clock);
        this.rerouting = new Rerouting(around.hops(), hopQueues, entries, index, dueWork, () -> running);
        var attempts = new Attempts(
                folder,
                entries,
                settlement,
                this::schedule,
                around.observer(),
                clock,
                pool::isStopping,
                new RunnerTasks(folder.pausedDomains(), index, rerouting, dueWork));
        this.worker = new DeliveryWorker(hopQueues, attempts, around.agent(), this::schedule, around.jitter(), clock);
        this.orders =
                new QueueOrders(folder, index.all(), entries, hopQueues, settlement, rerouting, around.events(), clock);
        this.watch = new QueueWatch(
                folder, new OutsideChanges(pausedDomains, index, hopQueues, orders, dueWork, this::submit));
        this.loader = new QueueLoader(folder, index, this::schedule, clock, pool::isStopping);
    }

    /** The queue of a server that doesn't run, read and ready for orders; for those that need no report. */
    public static QueueRunner idle(QueueFolder folder) throws IOException {
        var queue = new QueueRunner(folder, RelaySettings.NONE, QueueEnvironment.NONE, InstantSource.system());
        queue.load();
        return queue;
    }

    /**
     * Reads the folder and begins. What waited is due at once, and soon what another server was trying when it ended. A long queue is
     * read on while mail comes and goes already.
     */
    public void start() throws IOException {
        running = true;
        hopQueues.open();
        BulkReader reader = folder.reader();
        if (reader.count() <= AT_ONCE) {
            readAndBegin(reader);
        } else {
            Logger.info("queue: {} entries, which are read now", reader.count());
            pool.start("queue reader", () -> readAndBegin(reader));
        }
        Thread.ofVirtual().name("queue").start(this::run);
    }

    private void readAndBegin(BulkReader reader) {
        loader.load(reader, (queued, entry) -> index.update(queued, () -> dueWork.glance(queued, entry)));
        Instant now = clock.instant();
        timetable.set(Maintenance.SWEEP, Optional.of(now));
        timetable.set(Maintenance.WATCH, Optional.of(now.plusSeconds(1)));
        Logger.info("queue: {} entries", index.all().size());
    }

    /** Reads the folder, for somebody who has orders to give while nothing runs: no mail goes out. */
    public void load() throws IOException {
        loader.load(folder.reader(), (queued, entry) -> {});
    }

    /** Takes over an entry that is in the folder already. */
    public void submit(QueueEntry entry) {
        loader.adopt(
                entries.arrived(entry),
                entry,
                (queued, read) -> index.update(queued, () -> dueWork.look(queued, read)));
    }

    public List<QueueEntry> entries() {
        return index.entries();
    }

    /** When the oldest message came; empty where none waits, or its name doesn't tell. */
    public Optional<Instant> oldest() {
        return index.all().stream().map(QueuedEntry::id).min(String::compareTo).flatMap(MessageIds::time);
    }

    public int size() {
        return index.all().size();
    }

    /**
     * Does to these messages what somebody asks for. What goes on at a hop just now is not interrupted.
     *
     * @return how many it was done to
     */
    public int change(QueueOrder order, Selection which) throws IOException {
        // Or some of those that are meant might not be known yet.
        loader.await();
        return orders.change(order, which);
    }

    /** Mail for this domain stays here until {@link #resume}. False when it was so already. */
    public boolean pause(String domain) throws IOException {
        return rerouted(domain, folder.pausedDomains().add(domain), "stays here from now on");
    }

    public boolean resume(String domain) throws IOException {
        boolean changed = folder.pausedDomains().remove(domain);
        hopQueues.health().urge(hopQueue -> true);
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
        return folder.pausedDomains().domains();
    }

    /** How the hops are, for whoever hears of them from elsewhere. */
    public NextHopHealth health() {
        return hopQueues.health();
    }

    /** How it stands with the hops that mail waits for, and with those that are down. */
    public List<NextHopStatus> hops() {
        return hopQueues.map(NextHopStatus::of);
    }

    /**
     * Other ways, times and limits may hold by now. Returns at once: to look at a long queue again takes its time. A hop that was down gets
     * a try, for its address or the password there may have been wrong.
     */
    public void settingsChanged(RelaySettings changed) {
        settings = changed;
        pool.start("queue after a reload", () -> rerouting.settingsChanged());
    }

    /** Looks at the clock again: it was set. */
    public void wake() {
        timetable.wake();
    }

    /**
     * Begins nothing more, and gives what is being done some time to end.
     *
     * @return false when something was still being done at the end of it; it counts as an attempt without an outcome
     */
    public boolean stop(Duration grace) {
        timetable.close();
        hopQueues.close();
        boolean ended = pool.stop(grace);
        if (!ended) {
            index.letGo();
        }
        folder.close();
        return ended;
    }

    /** The folder's files have gone to another server, all at once. */
    public void abandon() {
        index.abandon();
    }

    private RetrySchedule schedule() {
        return settings.schedule();
    }

    private void run() {
        try {
            for (Optional<Object> due = timetable.take(); due.isPresent(); due = timetable.take()) {
                switch (due.get()) {
                    case QueuedEntry queued -> {
                        looking.acquire();
                        if (!pool.start("queue " + queued.id(), () -> lookAndRelease(queued))) {
                            looking.release();
                        }
                    }
                    case NextHopQueue hopQueue ->
                        pool.start("queue look at " + hopQueue.hop().inWords(), () -> worker.look(hopQueue));
                    case Maintenance maintenance -> pool.start("queue " + maintenance, () -> perform(maintenance));
                    default -> throw new IllegalStateException("not in any timetable: " + due.get());
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
        for (Maintenance maintenance : Maintenance.values()) {
            timetable.set(maintenance, Optional.of(now));
        }
        rerouting.lookAtEverything();
    }

    private void perform(Maintenance maintenance) {
        Instant now = clock.instant();
        switch (maintenance) {
            case SWEEP -> {
                timetable.set(maintenance, Optional.of(now.plus(Duration.ofDays(1))));
                sweep();
            }
            case WATCH -> timetable.set(maintenance, Optional.of(now.plus(watch.look())));
        }
    }

    private void sweep() {
        try {
            folder.sweep();
        } catch (IOException e) {
            Logger.warn("queue: leftovers can't be removed: {}", OneLine.of(e.toString()));
        }
        hopQueues.health().sweep();
    }

    private void startWorker(NextHopQueue hopQueue) {
        pool.start("queue to " + hopQueue.hop().inWords(), () -> worker.walk(hopQueue));
    }

    private void lookAndRelease(QueuedEntry queued) {
        try {
            index.update(queued, () -> dueWork.look(queued));
        } finally {
            looking.release();
        }
    }
}
