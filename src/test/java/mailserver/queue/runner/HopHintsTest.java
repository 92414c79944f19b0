package mailserver.queue.runner;

import static mailserver.queue.runner.QueueWorld.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailserver.queue.NextHop;
import mailserver.queue.delivery.NextHopHint;
import mailserver.queue.delivery.NextHopStatus;
import mailserver.queue.delivery.ScriptedDeliveryAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other nodes say of hops. */
@Timeout(30)
class HopHintsTest {
    @TempDir
    Path home;

    private final SetClock clock = new SetClock();
    private final String hop = ((NextHop.To) QueueWorld.hop(QueueWorld.address("bob@a.lab"))).inWords();

    private QueueWorld world(ScriptedDeliveryAgent agent) throws IOException {
        return QueueWorld.started(home.resolve("queue"), clock, agent);
    }

    private NextHopHint down(Duration pause) {
        return new NextHopHint(hop, false, Optional.of(pause), "Connection refused");
    }

    private static Optional<NextHopStatus.Down> trouble(QueueWorld world) {
        return world.runner.hops().stream()
                .flatMap(one -> one.trouble().stream())
                .findFirst();
    }

    @Test
    void aHopThatAnotherNodeCallsDownIsLeftToIt() throws Exception {
        var agent = ScriptedDeliveryAgent.of(ScriptedDeliveryAgent.OK);
        try (QueueWorld world = world(agent)) {
            world.runner.health().hear("a", List.of(down(Duration.ofMinutes(2))));
            world.send("ann@home.lan", "bob@a.lab");
            until(() -> trouble(world).isPresent());
            assertEquals(
                    "node a: Connection refused", trouble(world).orElseThrow().why());
            assertEquals(0, agent.connects.get());
            assertEquals(List.of(), world.runner.health().hints(), "what was only heard is not told on");
            world.pass(Duration.ofMinutes(2));
            world.untilEmpty();
        }
    }

    @Test
    void whatANodeFindsToBeBackAllTry() throws Exception {
        var agent = new ScriptedDeliveryAgent(
                new ScriptedDeliveryAgent.Step.All(ScriptedDeliveryAgent.DOWN),
                new ScriptedDeliveryAgent.Step.All(ScriptedDeliveryAgent.OK));
        try (QueueWorld world = world(agent)) {
            world.send("ann@home.lan", "bob@a.lab");
            until(() -> trouble(world).isPresent());
            assertEquals(hop, world.runner.health().hints().getFirst().hop());
            world.runner.health().hear("a", List.of(down(Duration.ofHours(1))));
            world.runner.health().hear("a", List.of());
            world.untilEmpty();
        }
    }

    @Test
    void noHintHoldsMailForLongerThanTenMinutes() throws Exception {
        var agent = ScriptedDeliveryAgent.of(ScriptedDeliveryAgent.OK);
        try (QueueWorld world = world(agent)) {
            world.runner.health().hear("a", List.of(down(Duration.ofDays(300))));
            world.send("ann@home.lan", "bob@a.lab");
            until(() -> trouble(world).isPresent());
            world.pass(Duration.ofMinutes(10));
            world.untilEmpty();
        }
    }

    @Test
    void aHopThatIsWellHereIsNotDownBecauseAnotherSaysSo() throws Exception {
        var agent = ScriptedDeliveryAgent.of(ScriptedDeliveryAgent.OK);
        try (QueueWorld world = world(agent)) {
            world.send("ann@home.lan", "bob@a.lab");
            world.untilEmpty();
            world.runner.health().hear("a", List.of(down(Duration.ofMinutes(5))));
            world.send("ann@home.lan", "carl@a.lab");
            world.untilEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "used",
                "used\t-\tx",
                "used\t-1\tx\t",
                "maybe\t5\tx\t",
                "used\t99999999999999999999\tx\t",
                "\0\t\t\t"
            })
    void whatIsNoHintIsPassedOver(String line) {
        assertEquals(Optional.empty(), NextHopHint.parse(line));
    }

    @Test
    void aHintComesBackAsItWas() {
        var hint = new NextHopHint("a.lab port 25", true, Optional.of(Duration.ofMillis(5250)), "a tab\there");
        assertEquals(
                Optional.of(new NextHopHint(hint.hop(), true, hint.pause(), "a tab here")),
                NextHopHint.parse(hint.line()));
        assertTrue(new NextHopHint(hop, false, Optional.empty(), "").line().startsWith("unused\t-\t"));
    }
}
