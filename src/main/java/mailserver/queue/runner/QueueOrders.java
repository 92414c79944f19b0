package mailserver.queue.runner;

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
import mailserver.event.EventSink;
import mailserver.event.MailEvent;
import mailserver.mail.Address;
import mailserver.queue.QueueEntry;
import mailserver.queue.QueueOrder;
import mailserver.queue.RecipientState;
import mailserver.queue.Selection;
import mailserver.queue.delivery.EntryLog;
import mailserver.queue.delivery.NextHopQueues;
import mailserver.queue.delivery.QueuedEntry;
import mailserver.queue.delivery.Settlement;
import mailserver.queue.files.FileStamp;
import mailserver.queue.files.QueueFolder;
import mailserver.wire.text.LogLine;
import org.tinylog.Logger;

/** Does what people want done to messages: by the command, or with an editor. */
final class QueueOrders {
    /** So many files are written side by side: the disk takes them in groups. */
    private static final int ABREAST = 64;

    /** What follows a change. */
    interface FollowUp {
        /** Whether mail goes out. */
        boolean isRunning();

        /** Somebody has let this message go, who may have mended its hops before. */
        void released(QueueEntry entry);

        /** Does what is due, and puts down when to look next. */
        void again(QueuedEntry queued);
    }

    private final QueueFolder folder;
    private final Collection<QueuedEntry> known;
    private final EntryLog entries;
    private final NextHopQueues hopQueues;
    private final Settlement settlement;
    private final FollowUp followUp;
    private final EventSink events;
    private final InstantSource clock;

    QueueOrders(
            QueueFolder folder,
            Collection<QueuedEntry> known,
            EntryLog entries,
            NextHopQueues hopQueues,
            Settlement settlement,
            FollowUp followUp,
            EventSink events,
            InstantSource clock) {
        this.folder = folder;
        this.known = known;
        this.entries = entries;
        this.hopQueues = hopQueues;
        this.settlement = settlement;
        this.followUp = followUp;
        this.events = events;
        this.clock = clock;
    }

    int change(QueueOrder order, Selection which) throws IOException {
        List<QueuedEntry> chosen =
                known.stream().filter(queued -> couldBe(queued, which)).toList();
        if (chosen.size() == 1) {
            return change(order, chosen.getFirst(), which) ? 1 : 0;
        }
        var done = new AtomicInteger();
        var failures = new ConcurrentLinkedQueue<IOException>();
        var turns = new Semaphore(ABREAST);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (QueuedEntry queued : chosen) {
                turns.acquireUninterruptibly();
                threads.execute(() -> {
                    try {
                        if (change(order, queued, which)) {
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
                    done.get() + " of " + chosen.size() + " were " + order.done() + ", and then: "
                            + failures.peek().getMessage(),
                    failures.peek());
        }
        return done.get();
    }

    /** What can be told without opening a file. */
    private static boolean couldBe(QueuedEntry queued, Selection which) {
        return switch (which) {
            case Selection.Id(String id) -> queued.id().equals(id);
            case Selection.To(String domain) -> queued.domains().contains(domain);
            case Selection.Below(String domain) ->
                queued.domains().stream().anyMatch(one -> one.equals(domain) || one.endsWith("." + domain));
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

    private boolean change(QueueOrder order, QueuedEntry queued, Selection which) throws IOException {
        queued.lock.lock();
        try {
            Optional<QueueEntry> entry = entries.read(queued).filter(one -> is(one, which));
            boolean changes = entry.isPresent() && change(order, queued, entry.get());
            if (changes) {
                followUp.again(queued);
            }
            return changes;
        } finally {
            queued.lock.unlock();
        }
    }

    private boolean change(QueueOrder order, QueuedEntry queued, QueueEntry entry) throws IOException {
        return switch (order) {
            case RETRY -> {
                if (!entry.held() && followUp.isRunning()) {
                    // What stays apart in its hop queue, too.
                    hopQueues.withdrawAll(queued);
                    queued.urge();
                    followUp.again(queued);
                    queued.tasks()
                            .forEach(task -> hopQueues
                                    .health()
                                    .urge(hopQueue -> hopQueue.hop().equals(task.hop())));
                } else if (!entry.held()) {
                    entries.write(queued, entry.dueAt(clock.instant()));
                }
                yield !entry.held();
            }
            case HOLD -> {
                entries.write(queued, entry.asHeld(true));
                Logger.info(LogLine.of(queued.id()).status("held", "by hand"));
                hopQueues.withdrawAll(queued);
                yield true;
            }
            case RELEASE -> {
                entries.write(queued, entry.asHeld(false));
                Logger.info(LogLine.of(queued.id()).status("released", "by hand"));
                queued.putOff(Instant.MIN);
                followUp.released(entry);
                queued.free();
                yield true;
            }
            case REMOVE -> {
                folder.remove(queued.id());
                hopQueues.withdrawAll(queued);
                queued.setGone();
                Logger.info(LogLine.of(queued.id()).status("removed", "by hand"));
                events.add(new MailEvent.Removed(queued.id(), entry.sender()));
                yield true;
            }
            case BOUNCE -> {
                hopQueues.withdrawAll(queued);
                List<Address> open =
                        queued.idle(entry).stream().map(RecipientState::address).toList();
                if (!open.isEmpty()) {
                    settlement.bounce(queued, entry, open);
                }
                yield !open.isEmpty();
            }
        };
    }

    /** Sends out anew, by the ways and pauses of now, what stood in hop queues: it was due. What is to stay is filtered there. */
    private void sendAnew(QueuedEntry queued) {
        if (!queued.tasks().isEmpty()) {
            hopQueues.withdrawAll(queued);
            queued.urge();
        }
        queued.free();
        followUp.again(queued);
    }

    /** Mail for these domains stays from now on, or stays no longer. */
    void rerouted(Set<String> domains) {
        known.stream()
                .filter(queued -> queued.domains().stream().anyMatch(domains::contains))
                .forEach(queued -> {
                    queued.lock.lock();
                    try {
                        sendAnew(queued);
                    } finally {
                        queued.lock.unlock();
                    }
                });
    }

    /** Somebody has changed the file. */
    void changedOutside(QueuedEntry queued, QueueEntry entry, FileStamp stamp) {
        queued.lock.lock();
        try {
            if (!queued.isGone()
                    && queued.unwritten().isEmpty()
                    && !queued.stamp().equals(Optional.of(stamp))) {
                Logger.info(
                        "{}: its envelope was changed from outside{}",
                        queued.id(),
                        entry.held() ? ", and is held" : "");
                queued.changed(entry, Optional.of(stamp));
                followUp.released(entry);
                sendAnew(queued);
            }
        } finally {
            queued.lock.unlock();
        }
    }
}
