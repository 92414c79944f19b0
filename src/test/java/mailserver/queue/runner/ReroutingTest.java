package mailserver.queue.runner;

import static mailserver.queue.delivery.ScriptedDeliveryAgent.DOWN;
import static mailserver.queue.runner.QueueWorld.until;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import mailserver.config.value.HostPort;
import mailserver.config.value.Peer;
import mailserver.queue.NextHop;
import mailserver.queue.RelaySettings;
import mailserver.queue.delivery.DeliveryAgent;
import mailserver.queue.delivery.ScriptedDeliveryAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ReroutingTest {
    @TempDir
    Path home;

    @Test
    void anotherWayCountsForWhatIsTriedJustThen() throws Exception {
        var gate = new Semaphore(0);
        List<String> tried = new CopyOnWriteArrayList<>();
        var quick = ScriptedDeliveryAgent.of(ScriptedDeliveryAgent.OK);
        DeliveryAgent agent = new DeliveryAgent() {
            @Override
            public ConnectResult connect(NextHop hop) {
                tried.add(hop.inWords());
                if (hop.inWords().startsWith("new")) {
                    return quick.connect(hop);
                }
                gate.acquireUninterruptibly();
                return new ConnectResult.Failed(DOWN, true, Set.of());
            }

            @Override
            public boolean answers(NextHop hop) {
                return false;
            }
        };
        try (QueueWorld world = new QueueWorld(home.resolve("queue"), new SetClock(), agent)) {
            world.runner.start();
            world.send("ann@home.lan", "bob@a.lab");
            until(() -> tried.size() == 1);
            world.ways.put("a.lab", new NextHop.To(Peer.at(new HostPort("new.lab", 25))));
            world.runner.settingsChanged(new RelaySettings(QueueWorld.SCHEDULE, QueueWorld.LIMITS));
            gate.release(100);
            world.untilEmpty();
            assertEquals(List.of("a.lab:25", "new.lab:25"), tried);
        }
    }
}
