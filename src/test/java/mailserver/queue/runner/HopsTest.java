package mailserver.queue.runner;

import static mailserver.queue.delivery.ScriptedDeliveryAgent.BUSY;
import static mailserver.queue.delivery.ScriptedDeliveryAgent.DOWN;
import static mailserver.queue.delivery.ScriptedDeliveryAgent.NO;
import static mailserver.queue.delivery.ScriptedDeliveryAgent.OK;
import static mailserver.queue.runner.QueueWorld.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import mailserver.mail.Envelope;
import mailserver.mail.MailParameters;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.mail.Timing;
import mailserver.queue.NextHop;
import mailserver.queue.QueueEntry;
import mailserver.queue.QueueOrder;
import mailserver.queue.RecipientState.Status;
import mailserver.queue.RelayLimits;
import mailserver.queue.RelaySettings;
import mailserver.queue.Selection;
import mailserver.queue.delivery.DeliveryAgent;
import mailserver.queue.delivery.NextHopStatus;
import mailserver.queue.delivery.ScriptedDeliveryAgent;
import mailserver.queue.delivery.ScriptedDeliveryAgent.Step;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hops that are down, come back, are slow or many: what is tried is the hop, whatever waits for it. */
@Timeout(30)
class HopsTest {
    private static final RecipientOutcome CLOSING =
            new RecipientOutcome.Deferred("at MAIL", Optional.of(Reply.of(421, 3, 2, "shutting down")));

    @TempDir
    Path home;

    private final SetClock clock = new SetClock();

    private QueueWorld world(DeliveryAgent agent) throws IOException {
        return QueueWorld.started(home.resolve("queue"), clock, agent);
    }

    private static QueueWorld sendMany(QueueWorld world, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            world.send("ann@home.lan", "bob" + i + "@a.lab");
        }
        return world;
    }

    private static NextHopStatus.Down down(QueueWorld world) {
        return world.runner.hops().getFirst().trouble().orElseThrow();
    }

    private static boolean isDown(QueueWorld world) {
        return world.runner.hops().stream().anyMatch(hop -> hop.trouble().isPresent());
    }

    @Test
    void aDeadHopCostsTheSameHoweverMuchWaitsForIt() throws Exception {
        var agent = ScriptedDeliveryAgent.of(DOWN);
        try (QueueWorld world = sendMany(world(agent), 50)) {
            until(() -> isDown(world));
            assertEquals(50, world.runner.hops().getFirst().waiting());
            for (int tries = 1; tries <= 6; tries++) {
                int made = tries;
                until(() -> agent.connects.get() == made
                        && isDown(world)
                        && world.runner.hops().getFirst().active() == 0);
                if (tries < 6) {
                    clock.set(down(world).nextTry());
                    world.runner.wake();
                }
            }
            long tried = world.folder.list().stream()
                    .filter(entry -> entry.recipients().getFirst().tries() > 0)
                    .count();
            assertEquals(6, tried, "each try is another message's");
        }
    }

    @Test
    void thePausesAreThoseOfTheSchedule() throws Exception {
        var agent = ScriptedDeliveryAgent.of(DOWN);
        try (QueueWorld world = sendMany(world(agent), 3)) {
            for (Duration pause : QueueWorld.SCHEDULE.retry()) {
                until(() -> isDown(world) && down(world).nextTry().isAfter(clock.instant()));
                assertEquals(clock.instant().plus(pause), down(world).nextTry());
                clock.set(down(world).nextTry());
                world.runner.wake();
            }
        }
    }

    @Test
    void whenItIsBackEverythingGoesOverFewConnections() throws Exception {
        var agent = new ScriptedDeliveryAgent(new Step.All(DOWN), new Step.All(OK));
        try (QueueWorld world = sendMany(world(agent), 1)) {
            until(() -> isDown(world));
            sendMany(world, 40);
            assertEquals(1, agent.attempts.size());
            clock.set(down(world).nextTry());
            world.runner.wake();
            world.untilEmpty();
            assertFalse(isDown(world));
            // One that failed, one that found it, and no more than three to help.
            assertTrue(agent.connects.get() <= 1 + QueueWorld.LIMITS.perPeer(), "connects: " + agent.connects);
        }
    }

    @Test
    void aProbeFindsOutSooner() throws Exception {
        var agent =
                new ScriptedDeliveryAgent(new Step.All(DOWN), new Step.All(DOWN), new Step.All(DOWN), new Step.All(OK));
        try (QueueWorld world = sendMany(world(agent), 3)) {
            for (int tries = 1; tries <= 2; tries++) {
                until(() -> isDown(world) && down(world).nextTry().isAfter(clock.instant()));
                clock.set(down(world).nextTry());
                world.runner.wake();
            }
            until(() -> agent.connects.get() == 3 && down(world).nextTry().isAfter(clock.instant()));
            agent.answering = true;
            // Two minutes to the next try, and to the next probe one at the most.
            world.pass(Duration.ofMinutes(1));
            world.untilEmpty();
            assertTrue(agent.probes.get() > 0);
        }
    }

    @Test
    void probesComeOnceAMinuteInTheEnd() throws Exception {
        var agent = ScriptedDeliveryAgent.of(DOWN);
        try (QueueWorld world = sendMany(world(agent), 3)) {
            until(() -> isDown(world));
            for (int second = 0; second < 1800; second += 10) {
                int tries = agent.connects.get();
                world.pass(Duration.ofSeconds(10));
                until(() -> down(world).nextTry().isAfter(clock.instant())
                        && (agent.connects.get() == tries || agent.connects.get() == tries + 1));
            }
            assertTrue(agent.probes.get() <= 40, "probes in half an hour: " + agent.probes);
        }
    }

    @Test
    void aHopThatCallsUsIsTriedAtOnce() throws Exception {
        var agent = new ScriptedDeliveryAgent(new Step.All(DOWN), new Step.All(DOWN), new Step.All(OK));
        try (QueueWorld world = sendMany(world(agent), 3)) {
            until(() -> isDown(world));
            clock.set(down(world).nextTry());
            world.runner.wake();
            until(() -> agent.connects.get() == 2 && down(world).nextTry().isAfter(clock.instant()));
            agent.answering = true;
            world.runner.health().heardFrom(InetAddress.getByName("192.0.2.1"));
            assertTrue(isDown(world));
            world.runner.health().heardFrom(InetAddress.getLoopbackAddress());
            world.untilEmpty();
        }
    }

    @Test
    void whoCallsAllTheTimeMakesNoHaste() throws Exception {
        var agent = ScriptedDeliveryAgent.of(DOWN);
        try (QueueWorld world = sendMany(world(agent), 1)) {
            until(() -> isDown(world));
            world.runner.health().heardFrom(InetAddress.getLoopbackAddress());
            until(() -> agent.probes.get() == 1);
            for (int i = 0; i < 100; i++) {
                world.runner.health().heardFrom(InetAddress.getLoopbackAddress());
            }
            world.runner.wake();
            assertEquals(1, agent.probes.get());
            assertEquals(1, agent.connects.get());
        }
    }

    @Test
    void aClockThatWasAheadPutsNothingOff() throws Exception {
        var agent = new ScriptedDeliveryAgent(new Step.All(BUSY), new Step.All(DOWN), new Step.All(OK));
        Instant right = clock.instant();
        try (QueueWorld world = world(agent)) {
            clock.set(right.plus(Duration.ofHours(1)));
            world.send("ann@home.lan", "bob@a.lab");
            world.untilWaiting(1);
            world.send("ann@home.lan", "carl@b.lab");
            until(() -> isDown(world));
            clock.set(right);
            world.runner.wake();
            world.untilEmpty();
        }
    }

    @Test
    void aHopThatClosesIsDownToo() throws Exception {
        var agent = new ScriptedDeliveryAgent(new Step.All(CLOSING), new Step.All(OK));
        try (QueueWorld world = sendMany(world(agent), 5)) {
            until(() -> isDown(world));
            assertEquals(1, agent.attempts.size());
            world.pass(Duration.ofSeconds(5));
            world.untilEmpty();
        }
    }

    @Test
    void aHopThatRefusesOneOrIsBusyForAnotherIsNotDown() throws Exception {
        var agent = new ScriptedDeliveryAgent(new Step.All(NO), new Step.All(BUSY), new Step.All(OK));
        try (QueueWorld world = sendMany(world(agent), 10)) {
            until(() -> world.runner.size() == 1);
            assertFalse(isDown(world));
            assertEquals(1, world.reports.size());
            world.untilWaiting(1);
            world.pass(Duration.ofSeconds(5));
            world.untilEmpty();
        }
    }

    @Test
    void aMessageOnWhichAHopFailsHoldsUpNoOther() throws Exception {
        var silent = RecipientOutcome.deferred("lost the connection");
        Set<String> tried = new HashSet<>();
        DeliveryAgent agent = new DeliveryAgent() {
            @Override
            public ConnectResult connect(NextHop hop) {
                return new ConnectResult.Connected(new ScriptedDeliveryAgent.Way(hop, envelope -> {
                    String whom = envelope.addresses().getFirst().toString();
                    tried.add(whom);
                    return ScriptedDeliveryAgent.all(envelope, whom.equals("poison@a.lab") ? silent : OK);
                }));
            }

            @Override
            public boolean answers(NextHop hop) {
                return true;
            }
        };
        try (QueueWorld world = world(agent)) {
            world.send("ann@home.lan", "poison@a.lab");
            until(() -> isDown(world));
            sendMany(world, 20);
            assertEquals(Set.of("poison@a.lab"), tried);
            world.pass(Duration.ofSeconds(5));
            until(() -> world.runner.size() == 1);
        }
    }

    /** Breaks off on poison, takes all else. */
    private static final class Frail implements DeliveryAgent {
        final AtomicInteger broken = new AtomicInteger();

        @Override
        public ConnectResult connect(NextHop hop) {
            return new ConnectResult.Connected(new ScriptedDeliveryAgent.Way(hop, envelope -> {
                boolean poison = envelope.addresses().getFirst().toString().startsWith("poison");
                if (poison) {
                    broken.incrementAndGet();
                }
                return ScriptedDeliveryAgent.all(
                        envelope, poison ? RecipientOutcome.deferred("lost the connection") : OK);
            }));
        }

        @Override
        public boolean answers(NextHop hop) {
            return true;
        }
    }

    @Test
    void aMessageOnWhichAHopFailsHasPausesOfItsOwn() throws Exception {
        var agent = new Frail();
        try (QueueWorld world = world(agent)) {
            world.send("ann@home.lan", "poison@a.lab");
            until(() -> isDown(world));
            for (int second = 0; second < 300; second += 5) {
                sendMany(world, 1);
                world.pass(Duration.ofSeconds(5));
                // Nothing but the poison is left, or the hop rests: what goes on beside the clock would blur the count.
                until(() -> isDown(world)
                        ? down(world).nextTry().isAfter(clock.instant())
                                && world.runner.hops().getFirst().active() == 0
                        : world.runner.size() == 1);
            }
            // After 5 seconds, 30 more, and 2 minutes more.
            assertTrue(agent.broken.get() <= 5, "breaks in five minutes: " + agent.broken);
            int broken = agent.broken.get();
            until(() -> world.runner.size() <= 2);
            assertEquals(
                    1,
                    world.runner.change(
                            QueueOrder.RETRY, new Selection.Id(poison(world).id())));
            until(() -> agent.broken.get() == broken + 1);
        }
    }

    private static QueueEntry poison(QueueWorld world) {
        return world.runner.entries().stream()
                .filter(entry ->
                        entry.recipients().getFirst().address().toString().startsWith("poison"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMessageOnWhichAHopFailsStandsBehindAllOthersHoweverUrgentItIs() throws Exception {
        var agent = new Frail();
        try (QueueWorld world = world(agent)) {
            var sender = ReversePath.of(QueueWorld.address("ann@home.lan"));
            var to = List.of(Recipient.of(QueueWorld.address("poison@a.lab")));
            var urgent = MailParameters.NONE.timed(Timing.of(9));
            world.runner.submit(world.put(new Envelope(world.ids.next(), sender, to, urgent)));
            until(() -> isDown(world));
            sendMany(world, 20);
            world.pass(Duration.ofSeconds(5));
            until(() -> world.runner.size() == 1);
        }
    }

    @Test
    void oneThatHangsFromBeforeAHopFailedKeepsNobodyFromItsReturn() throws Exception {
        var gate = new Semaphore(0);
        var agent =
                new ScriptedDeliveryAgent(new Step.All(OK), new Step.Hang(gate), new Step.All(DOWN), new Step.All(OK));
        try (QueueWorld world = world(agent)) {
            sendMany(world, 3);
            until(() -> world.runner.size() == 2
                    && isDown(world)
                    && world.runner.hops().getFirst().active() == 1);
            world.pass(Duration.ofSeconds(5));
            until(() -> world.runner.size() == 1);
            gate.release();
            world.untilEmpty();
        }
    }

    @Test
    void whatIsThrownLeavesNoMessageBehind() throws Exception {
        var memory = new AtomicInteger();
        DeliveryAgent agent = new DeliveryAgent() {
            @Override
            public ConnectResult connect(NextHop hop) {
                return new ConnectResult.Connected(new ScriptedDeliveryAgent.Way(hop, envelope -> {
                    if (memory.getAndIncrement() == 0) {
                        throw new OutOfMemoryError("a test");
                    }
                    return ScriptedDeliveryAgent.all(envelope, OK);
                }));
            }

            @Override
            public boolean answers(NextHop hop) {
                return true;
            }
        };
        try (QueueWorld world = world(agent)) {
            sendMany(world, 1);
            until(() -> memory.get() == 1);
            until(() -> {
                world.pass(Duration.ofSeconds(5));
                return world.runner.entries().isEmpty();
            });
        }
    }

    @Test
    void somebodyMayAskForIt() throws Exception {
        var agent = new ScriptedDeliveryAgent(new Step.All(DOWN), new Step.All(OK));
        try (QueueWorld world = sendMany(world(agent), 3)) {
            until(() -> isDown(world));
            assertEquals(0, world.runner.change(QueueOrder.RETRY, new Selection.To("b.lab")));
            // Some may have gone already when it is their turn to be asked for.
            assertTrue(world.runner.change(QueueOrder.RETRY, new Selection.Below("lab")) > 0);
            world.untilEmpty();
        }
    }

    @Test
    void aPausedDomainsMailStays() throws Exception {
        var agent = ScriptedDeliveryAgent.of(OK);
        try (QueueWorld world = world(agent)) {
            assertTrue(world.runner.pause("a.lab"));
            assertFalse(world.runner.pause("a.lab"));
            world.send("ann@home.lan", "bob@a.lab", "carl@b.lab");
            until(() -> world.folder.list().getFirst().recipients().get(1).status() == Status.DELIVERED);
            world.pass(Duration.ofDays(10));
            assertEquals(1, agent.attempts.size());
            assertEquals(List.of(), world.reports, "what is kept here on purpose is neither late nor too old");
        }
        try (QueueWorld world = world(agent)) {
            assertEquals(Set.of("a.lab"), world.runner.paused());
            clock.set(world.runner.entries().getFirst().arrived());
            assertTrue(world.runner.resume("a.lab"));
            world.untilEmpty();
        }
    }

    @Test
    void whatStandsInItsQueueIsPausedToo() throws Exception {
        var agent = new ScriptedDeliveryAgent(new Step.All(DOWN), new Step.All(OK));
        try (QueueWorld world = sendMany(world(agent), 3)) {
            until(() -> isDown(world));
            world.runner.pause("a.lab");
            world.pass(Duration.ofMinutes(1));
            until(() -> world.runner.hops().isEmpty()
                    || world.runner.hops().getFirst().waiting() == 0);
            assertEquals(1, agent.connects.get());
            world.runner.resume("a.lab");
            world.untilEmpty();
        }
    }

    @Test
    void theReasonOfTheHopIsToldOfAllThatWaited() throws Exception {
        try (QueueWorld world = sendMany(world(ScriptedDeliveryAgent.of(DOWN)), 2)) {
            until(() -> isDown(world) && world.runner.hops().getFirst().waiting() == 2);
            world.pass(Duration.ofDays(5));
            world.untilEmpty();
            for (var report : world.reports) {
                String text = new String(report.message(), StandardCharsets.UTF_8);
                assertTrue(text.contains("connection refused"), text);
            }
            assertEquals(2, world.reports.size());
        }
    }

    @Test
    void noMoreConnectionsThanAllowed() throws Exception {
        var gate = new Semaphore(0);
        var agent = new ScriptedDeliveryAgent(new Step.All(OK), new Step.Hang(gate));
        try (QueueWorld world = world(agent)) {
            world.runner.settingsChanged(new RelaySettings(QueueWorld.SCHEDULE, new RelayLimits(2, 50)));
            sendMany(world, 1);
            world.untilEmpty();
            sendMany(world, 20);
            until(() -> agent.attempts.size() >= 2);
            assertTrue(world.runner.hops().getFirst().active() <= 2);
            gate.release(100);
            world.untilEmpty();
        }
    }

    @Test
    void hangingHopsLeaveConnectionsToOthers() throws Exception {
        var gate = new Semaphore(0);
        var hanging = new ScriptedDeliveryAgent(new Step.Hang(gate));
        var quick = ScriptedDeliveryAgent.of(OK);
        DeliveryAgent agent = ScriptedDeliveryAgent.forHops("hang", hanging, quick);
        try (QueueWorld world = world(agent)) {
            world.runner.settingsChanged(new RelaySettings(QueueWorld.SCHEDULE, new RelayLimits(4, 8)));
            world.send("ann@home.lan", "bob@good.lab");
            world.untilEmpty();
            world.send("ann@home.lan", "dora@good.lab");
            for (int i = 0; i < 20; i++) {
                world.send("ann@home.lan", "carl@hang" + i + ".lab");
            }
            until(() -> hanging.attempts.size() == 4);
            for (int i = 0; i < 20; i++) {
                world.send("ann@home.lan", "bob@good.lab");
            }
            until(() -> world.runner.size() == 20);
            gate.release(100);
            world.untilEmpty();
        }
    }

    @Test
    void otherWaysCountForWhatWaitsAlready() throws Exception {
        var agent = ScriptedDeliveryAgent.of(DOWN);
        try (QueueWorld world = sendMany(world(agent), 3)) {
            until(() -> isDown(world) && world.runner.hops().getFirst().waiting() == 3);
            world.ways.put("a.lab", new NextHop.Local());
            world.runner.settingsChanged(new RelaySettings(QueueWorld.SCHEDULE, QueueWorld.LIMITS));
            world.untilEmpty();
        }
    }
}
