package mailserver.queue;

import static mailserver.queue.QueueWorld.until;
import static mailserver.queue.ScriptedCourier.DOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import mailserver.config.HostPort;
import mailserver.config.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RerouteTest {
    @TempDir
    Path home;

    @Test
    void anotherWayCountsForWhatIsTriedJustThen() throws Exception {
        var gate = new Semaphore(0);
        List<String> tried = new CopyOnWriteArrayList<>();
        var quick = ScriptedCourier.of(ScriptedCourier.OK);
        Courier courier = new Courier() {
            @Override
            public Trip setOut(Hop hop) {
                tried.add(hop.inWords());
                if (hop.inWords().startsWith("new")) {
                    return quick.setOut(hop);
                }
                gate.acquireUninterruptibly();
                return new Trip.Failed(DOWN, true, Set.of());
            }

            @Override
            public boolean answers(Hop hop) {
                return false;
            }
        };
        try (QueueWorld world = new QueueWorld(home.resolve("queue"), new SetClock(), courier)) {
            world.runner.start();
            world.send("ann@home.lan", "bob@a.lab");
            until(() -> tried.size() == 1);
            world.ways.put("a.lab", new Hop.To(Peer.at(new HostPort("new.lab", 25))));
            world.runner.settingsChanged(new RelaySettings(QueueWorld.SCHEDULE, QueueWorld.LIMITS));
            gate.release(100);
            world.untilEmpty();
            assertEquals(List.of("a.lab:25", "new.lab:25"), tried);
        }
    }
}
