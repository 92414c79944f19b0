package mailserver.queue;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import mailserver.mail.Address;
import mailserver.wire.LogLine;
import org.tinylog.Logger;

/** Does what people want done to messages: by the command, or with an editor. */
final class QueueOrders {
    /** So many files are written side by side: the disk takes them in groups. */
    private static final int ABREAST = 64;

    /** What follows a change. */
    interface Looks {
        /** Whether mail goes out. */
        boolean isRunning();

        /** Somebody has let this message go, who may have mended its hops before. */
        void released(QueueEntry entry);

        /** Nobody keeps this message any more; called before {@link #again}. */
        void freed(Job job, QueueEntry entry);

        /** Does what is due, and puts down when to look next. */
        void again(Job job);
    }

    private final QueueFolder folder;
    private final Collection<Job> jobs;
    private final Ledger ledger;
    private final Lanes lanes;
    private final Settlement settlement;
    private final Looks looks;
    private final InstantSource clock;

    QueueOrders(
            QueueFolder folder,
            Collection<Job> jobs,
            Ledger ledger,
            Lanes lanes,
            Settlement settlement,
            Looks looks,
            InstantSource clock) {
        this.folder = folder;
        this.jobs = jobs;
        this.ledger = ledger;
        this.lanes = lanes;
        this.settlement = settlement;
        this.looks = looks;
        this.clock = clock;
    }

    int change(Change change, Selection which) throws IOException {
        List<Job> chosen = jobs.stream().filter(job -> couldBe(job, which)).toList();
        if (chosen.size() == 1) {
            return change(change, chosen.getFirst(), which) ? 1 : 0;
        }
        var done = new AtomicInteger();
        var failures = new ConcurrentLinkedQueue<IOException>();
        var turns = new Semaphore(ABREAST);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Job job : chosen) {
                turns.acquireUninterruptibly();
                threads.execute(() -> {
                    try {
                        if (change(change, job, which)) {
                            done.incrementAndGet();
                        }
                    } catch (IOException e) {
                        failures.add(e);
                    } finally {
                        turns.release();
                    }
                });
            }
        }
        if (!failures.isEmpty()) {
            throw new IOException(
                    done.get() + " of " + chosen.size() + " were " + change.done() + ", and then: "
                            + failures.peek().getMessage(),
                    failures.peek());
        }
        return done.get();
    }

    /** What can be told without opening a file. */
    private static boolean couldBe(Job job, Selection which) {
        return switch (which) {
            case Selection.Id(String id) -> job.id().equals(id);
            case Selection.To(String domain) -> job.domains().contains(domain);
            case Selection.Below(String domain) ->
                job.domains().stream().anyMatch(one -> one.equals(domain) || one.endsWith("." + domain));
            case Selection.All all -> true;
            case Selection.From from -> true;
            case Selection.FromNobody nobody -> true;
        };
    }

    private static boolean is(QueueEntry entry, Selection which) {
        return switch (which) {
            case Selection.From(Address sender) ->
                entry.sender()
                        .address()
                        .filter(one -> one.folded().equals(sender.folded()))
                        .isPresent();
            case Selection.FromNobody nobody -> entry.sender().isNull();
            case Selection.Id id -> true;
            case Selection.To to -> true;
            case Selection.Below below -> true;
            case Selection.All all -> true;
        };
    }

    private boolean change(Change change, Job job, Selection which) throws IOException {
        job.lock.lock();
        try {
            Optional<QueueEntry> entry = ledger.read(job).filter(one -> is(one, which));
            boolean changes = entry.isPresent() && change(change, job, entry.get());
            if (changes) {
                looks.again(job);
            }
            return changes;
        } finally {
            job.lock.unlock();
        }
    }

    private boolean change(Change change, Job job, QueueEntry entry) throws IOException {
        return switch (change) {
            case RETRY -> {
                if (!entry.held() && looks.isRunning()) {
                    // What stays apart in its lane, too.
                    lanes.callBack(job);
                    job.urge();
                    looks.again(job);
                    job.errands()
                            .forEach(errand ->
                                    lanes.troubles().urge(lane -> lane.hop().equals(errand.hop())));
                } else if (!entry.held()) {
                    ledger.write(job, entry.dueAt(clock.instant()));
                }
                yield !entry.held();
            }
            case HOLD -> {
                ledger.write(job, entry.asHeld(true));
                Logger.info(LogLine.of(job.id()).status("held", "by hand"));
                lanes.callBack(job);
                yield true;
            }
            case RELEASE -> {
                ledger.write(job, entry.asHeld(false));
                Logger.info(LogLine.of(job.id()).status("released", "by hand"));
                job.putOff(Instant.MIN);
                looks.released(entry);
                looks.freed(job, entry);
                yield true;
            }
            case REMOVE -> {
                folder.remove(job.id());
                lanes.callBack(job);
                job.setGone();
                Logger.info(LogLine.of(job.id()).status("removed", "by hand"));
                yield true;
            }
            case BOUNCE -> {
                lanes.callBack(job);
                List<Address> open =
                        job.idle(entry).stream().map(RecipientState::address).toList();
                if (!open.isEmpty()) {
                    settlement.bounce(job, entry, open);
                }
                yield !open.isEmpty();
            }
        };
    }

    /** Sends out anew, by the ways and pauses of now, what stood in lanes: it was due. What is to stay is filtered there. */
    private void sendAnew(Job job) {
        if (!job.errands().isEmpty()) {
            lanes.callBack(job);
            job.urge();
        }
        ledger.read(job).filter(entry -> !entry.held()).ifPresent(entry -> looks.freed(job, entry));
        looks.again(job);
    }

    /** Mail for these domains stays from now on, or stays no longer. */
    void rerouted(Set<String> domains) {
        jobs.stream()
                .filter(job -> job.domains().stream().anyMatch(domains::contains))
                .forEach(job -> {
                    job.lock.lock();
                    try {
                        sendAnew(job);
                    } finally {
                        job.lock.unlock();
                    }
                });
    }

    /** Somebody has changed the file. */
    void changedOutside(Job job, QueueEntry entry, FileStamp stamp) {
        job.lock.lock();
        try {
            if (!job.isGone() && job.unwritten().isEmpty() && !job.stamp().equals(Optional.of(stamp))) {
                Logger.info(
                        "{}: its envelope was changed from outside{}", job.id(), entry.held() ? ", and is held" : "");
                job.changed(entry, Optional.of(stamp));
                looks.released(entry);
                sendAnew(job);
            }
        } finally {
            job.lock.unlock();
        }
    }
}
