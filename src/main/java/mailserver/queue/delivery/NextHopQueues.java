package mailserver.queue.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import mailserver.queue.RelaySettings;

/**
 * A hop queue for each next hop. Who may go, and when, is decided here, for all hop queues together:
 *
 * <ul>
 *   <li>A hop that is not known to be there gets one worker; when that has met somebody, as many as {@code per_peer} allows. So a
 *       peer that hangs holds up one connection, not all of them, and a hundred thousand messages for a dead one cost what one costs.
 *   <li>While a hop is in {@link NextHopBackoff} its mail stands in its hop queue, and no file and no socket is touched for it.
 *   <li>Hop queues take turns: the one that got a worker goes to the end of the line, and a worker gives its connection back after some
 *       messages while others wait for one. Hops that are only being tried get half of all connections at the most.
 * </ul>
 */
public final class NextHopQueues {
    /** Messages over one connection, at the most. */
    static final int MOST_AT_ONCE = 100;
    /** The same while other hop queues wait for a connection. */
    private static final int TURN = 10;
    /** An open connection waits so long for more: a TLS handshake costs more than that is worth. Real time, as sockets have. */
    private static final Duration REST = Duration.ofMillis(500);

    /** How hop queues are moved. The first starts a worker in a hop queue; the second puts down when a hop queue is to be looked at. */
    public record Actions(Consumer<NextHopQueue> start, BiConsumer<Object, Optional<Instant>> remind) {}

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final FairScheduler scheduler;
    private final NextHopHealth health;

    public NextHopQueues(Supplier<RelaySettings> settings, InstantSource clock, Actions actions) {
        this.clock = clock;
        this.scheduler = new FairScheduler(settings, clock, actions.start());
        this.health = new NextHopHealth(lock, scheduler, actions.remind(), clock);
    }

    /** How the hops are, under the same lock. */
    public NextHopHealth health() {
        return health;
    }

    /** Begins to send workers out. */
    public void open() {
        lock.lock();
        try {
            scheduler.open();
        } finally {
            lock.unlock();
        }
    }

    public void submit(DeliveryTask task) {
        lock.lock();
        try {
            NextHopQueue hopQueue = scheduler.queueFor(task.hop());
            health.recall(hopQueue);
            hopQueue.ready.add(task);
            if (hopQueue.resting > 0) {
                news.signalAll();
            }
            // Those that rest may be fewer than what came since they were told.
            scheduler.dispatch(hopQueue);
            health.remind(hopQueue);
        } finally {
            lock.unlock();
        }
    }

    /** Takes a delivery task out that no worker has yet. False when one has. */
    public boolean withdraw(DeliveryTask task) {
        lock.lock();
        try {
            return scheduler
                    .queueOf(task.hop())
                    .filter(hopQueue -> hopQueue.ready.remove(task))
                    .isPresent();
        } finally {
            lock.unlock();
        }
    }

    /** Takes all of an entry's delivery tasks out that no worker has yet. Called with the entry's lock held. */
    public void withdrawAll(QueuedEntry queued) {
        queued.tasks().stream().filter(this::withdraw).toList().forEach(queued::remove);
    }

    /** What waits, in all hop queues. */
    public List<DeliveryTask> waiting() {
        lock.lock();
        try {
            return scheduler.queues().stream()
                    .flatMap(hopQueue -> hopQueue.ready.stream())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next delivery task for a worker, who may have to wait for it a moment.
     *
     * @param sent    how many this worker has sent over its present connection
     * @param lessons what was known of the hop when this worker set out: should it have learned of trouble since, it is another one's
     *     turn to find out whether that is over
     * @return empty when it is to go home
     */
    Optional<DeliveryTask> next(NextHopQueue hopQueue, int sent, long lessons) {
        lock.lock();
        try {
            if (!scheduler.hasGoer(hopQueue) && sent > 0 && !scheduler.othersWait() && !scheduler.isClosed()) {
                rest(hopQueue);
            }
            boolean enough = sent >= MOST_AT_ONCE || sent >= TURN && scheduler.othersWait();
            boolean barred = hopQueue.backoff
                    .filter(backoff ->
                            hopQueue.lessons != lessons || backoff.nextTry().isAfter(clock.instant()))
                    .isPresent();
            if (scheduler.isClosed() || enough || barred || !scheduler.hasGoer(hopQueue)) {
                return Optional.empty();
            }
            return Optional.ofNullable(hopQueue.ready.pollFirst());
        } finally {
            lock.unlock();
        }
    }

    private void rest(NextHopQueue hopQueue) {
        hopQueue.resting++;
        try {
            long left = REST.toNanos();
            while (!scheduler.hasGoer(hopQueue) && left > 0 && !scheduler.isClosed() && !scheduler.othersWait()) {
                left = news.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hopQueue.resting--;
        }
    }

    /** A worker is at home. */
    void left(NextHopQueue hopQueue) {
        lock.lock();
        try {
            scheduler.left(hopQueue);
            scheduler.forget(hopQueue);
            scheduler.dispatch();
            health.remind(hopQueue);
        } finally {
            lock.unlock();
        }
    }

    /** A view of each hop queue, as it is now. */
    public <T> List<T> map(Function<NextHopQueue, T> view) {
        lock.lock();
        try {
            var views = new ArrayList<T>();
            scheduler.queues().forEach(hopQueue -> views.add(view.apply(hopQueue)));
            return views;
        } finally {
            lock.unlock();
        }
    }

    /** Other limits may hold by now. */
    public void limitsChanged() {
        lock.lock();
        try {
            scheduler.dispatch();
        } finally {
            lock.unlock();
        }
    }

    /** Sends nobody out any more. */
    public void close() {
        lock.lock();
        try {
            scheduler.close();
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
