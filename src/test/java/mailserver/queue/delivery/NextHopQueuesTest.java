package mailserver.queue.delivery;

import static mailserver.queue.runner.QueueWorld.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import mailserver.config.value.HostPort;
import mailserver.config.value.Peer;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.ReversePath;
import mailserver.queue.NextHop;
import mailserver.queue.QueueEntry;
import mailserver.queue.RelaySettings;
import mailserver.queue.runner.QueueWorld;
import mailserver.queue.runner.SetClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is sent, and when nobody is. */
@Timeout(30)
class NextHopQueuesTest {
    private final SetClock clock = new SetClock();
    private final ConcurrentLinkedQueue<NextHopQueue> started = new ConcurrentLinkedQueue<>();
    private final NextHopQueues hopQueues = new NextHopQueues(
            () -> new RelaySettings(QueueWorld.SCHEDULE, QueueWorld.LIMITS),
            clock,
            new NextHopQueues.Actions(started::add, (lane, due) -> {}));

    private int made;

    private DeliveryTask task(String host) {
        String id = "m" + made++;
        var to = List.of(QueueWorld.address("bob@" + host));
        var sender = ReversePath.of(QueueWorld.address("ann@home.lan"));
        QueueEntry entry = QueueEntry.of(Envelope.of(id, sender, to, Body.SEVEN_BIT), clock.instant(), "a test");
        NextHop hop = new NextHop.To(Peer.at(new HostPort(host, 25)));
        return new DeliveryTask(new QueuedEntry(entry, Optional.empty()), hop, to, 0, clock.instant());
    }

    /** With the hop queues' lock held, so that what rests can't be faster. */
    private NextHopBackoff twoMore(Optional<NextHopBackoff> before) {
        hopQueues.submit(task("a.lab"));
        hopQueues.submit(task("a.lab"));
        var down = new DeliveryAgent.ConnectResult.Failed(ScriptedDeliveryAgent.DOWN, false, Set.of());
        return NextHopBackoff.after(before, clock.instant(), Duration.ofSeconds(5), "refused", down);
    }

    @Test
    void oneThatRestsIsNotWaitedForByTwo() throws Exception {
        hopQueues.open();
        hopQueues.submit(task("b.lab"));
        NextHopQueue other = started.remove();
        hopQueues.submit(task("a.lab"));
        NextHopQueue hopQueue = started.remove();
        assertEquals(1, hopQueues.next(hopQueue, 0, 0).stream().count());
        hopQueues.health().found(hopQueue);
        var next = CompletableFuture.supplyAsync(() -> hopQueues.next(hopQueue, 1, 0));
        until(() -> hopQueue.resting == 1);
        hopQueues.health().failed(other, hopQueues.health().lessons(other), this::twoMore);
        next.get();
        // It carries one of the two, for minutes perhaps. The other is somebody else's.
        until(() -> started.contains(hopQueue));
    }
}
