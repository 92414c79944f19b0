package mailserver.queue;

import static mailserver.queue.QueueWorld.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import mailserver.config.HostPort;
import mailserver.config.Peer;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.ReversePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is sent, and when nobody is. */
@Timeout(30)
class LanesTest {
    private final SetClock clock = new SetClock();
    private final ConcurrentLinkedQueue<Lane> started = new ConcurrentLinkedQueue<>();
    private final Lanes lanes = new Lanes(
            () -> new RelaySettings(QueueWorld.SCHEDULE, QueueWorld.LIMITS),
            clock,
            new Lanes.Movers(started::add, (lane, due) -> {}));

    private int made;

    private Errand errand(String host) {
        String id = "m" + made++;
        var to = List.of(QueueWorld.address("bob@" + host));
        var sender = ReversePath.of(QueueWorld.address("ann@home.lan"));
        QueueEntry entry = QueueEntry.of(Envelope.of(id, sender, to, Body.SEVEN_BIT), clock.instant(), "a test");
        Hop hop = new Hop.To(Peer.at(new HostPort(host, 25)));
        return new Errand(new Job(entry, Optional.empty()), hop, to, 0, clock.instant());
    }

    /** With the lanes' lock held, so that what rests can't be faster. */
    private Trouble twoMore(Optional<Trouble> before) {
        lanes.submit(errand("a.lab"));
        lanes.submit(errand("a.lab"));
        var down = new Courier.Trip.Failed(ScriptedCourier.DOWN, false, Set.of());
        return Trouble.after(before, clock.instant(), Duration.ofSeconds(5), "refused", down);
    }

    @Test
    void oneThatRestsIsNotWaitedForByTwo() throws Exception {
        lanes.open();
        lanes.submit(errand("b.lab"));
        Lane other = started.remove();
        lanes.submit(errand("a.lab"));
        Lane lane = started.remove();
        assertEquals(1, lanes.next(lane, 0, 0).stream().count());
        lanes.troubles().found(lane);
        var next = CompletableFuture.supplyAsync(() -> lanes.next(lane, 1, 0));
        until(() -> lane.resting == 1);
        lanes.troubles().failed(other, lanes.troubles().lessons(other), this::twoMore);
        next.get();
        // It carries one of the two, for minutes perhaps. The other is somebody else's.
        until(() -> started.contains(lane));
    }
}
