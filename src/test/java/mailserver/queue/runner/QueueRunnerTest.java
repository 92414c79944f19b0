package mailserver.queue.runner;

import static mailserver.queue.delivery.ScriptedDeliveryAgent.BUSY;
import static mailserver.queue.delivery.ScriptedDeliveryAgent.DOWN;
import static mailserver.queue.delivery.ScriptedDeliveryAgent.NO;
import static mailserver.queue.delivery.ScriptedDeliveryAgent.OK;
import static mailserver.queue.runner.QueueWorld.address;
import static mailserver.queue.runner.QueueWorld.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import mailserver.config.value.HostPort;
import mailserver.queue.QueueEntry;
import mailserver.queue.QueueOrder;
import mailserver.queue.RecipientState;
import mailserver.queue.RecipientState.Status;
import mailserver.queue.RelaySettings;
import mailserver.queue.RetrySchedule;
import mailserver.queue.Selection;
import mailserver.queue.UndeliverableException;
import mailserver.queue.delivery.DeliveryAgent;
import mailserver.queue.delivery.ReportTransport;
import mailserver.queue.delivery.ScriptedDeliveryAgent;
import mailserver.queue.delivery.ScriptedDeliveryAgent.Step;
import mailserver.queue.files.EntryText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The runner against scripted peers, on a clock that the test sets: days pass in no time. */
@Timeout(30)
class QueueRunnerTest {
    @TempDir
    Path home;

    private final SetClock clock = new SetClock();

    private QueueWorld world(DeliveryAgent agent) throws IOException {
        return QueueWorld.started(home.resolve("queue"), clock, agent);
    }

    @Test
    void aMessageGoesOutAndLeavesNothing() throws Exception {
        var agent = ScriptedDeliveryAgent.of(OK);
        try (QueueWorld world = world(agent)) {
            world.send("ann@home.lan", "bob@a.lab", "carl@b.lab", "dora@a.lab", "erna@home.lan");
            world.untilEmpty();
            assertEquals(2, agent.attempts.size());
            assertTrue(agent.attempts.contains(new ScriptedDeliveryAgent.Attempt(
                    new HostPort("a.lab", 25), List.of(address("bob@a.lab"), address("dora@a.lab")))));
            assertEquals(List.of(), world.folder.list());
            assertEquals(List.of(), world.reports);
        }
    }

    @Test
    void theMailExchangersOfADomainAreOneHop() throws Exception {
        var agent = ScriptedDeliveryAgent.of(DOWN, OK);
        try (QueueWorld world = world(agent)) {
            world.send("ann@home.lan", "bob@exchanged.example", "carl@exchanged.example");
            world.untilWaiting(1);
            assertEquals(
                    Optional.of(new HostPort("exchanged.example", 25)),
                    world.only().lastHop());
            // They are known to be down: this one stands behind it, without a try of its own.
            world.send("ann@home.lan", "dora@exchanged.example");
            until(() -> world.runner.hops().getFirst().waiting() == 2);
            assertEquals(1, agent.attempts.size());
            world.pass(Duration.ofSeconds(5));
            world.untilEmpty();
            assertEquals(2, agent.attempts.getLast().recipients().size());
        }
    }

    @Test
    void fiveDaysOfTrying() throws Exception {
        var agent = ScriptedDeliveryAgent.of(BUSY);
        try (QueueWorld world = world(agent)) {
            world.send("ann@home.lan", "bob@a.lab");
            Instant arrived = clock.instant();
            for (int tries = 1; !world.runner.entries().isEmpty(); tries++) {
                world.untilWaiting(tries);
                clock.set(world.only().nextTry());
                world.runner.wake();
                int next = tries + 1;
                until(() -> world.runner.entries().isEmpty() || agent.attempts.size() == next);
            }
            assertEquals(arrived.plus(Duration.ofDays(5)), clock.instant());
            assertTrue(agent.attempts.size() > 30, "tries: " + agent.attempts.size());
            assertEquals(2, world.reports.size());
            assertTrue(text(world, 0).contains("Action: delayed\n"));
            assertTrue(text(world, 1).contains("Action: failed\nStatus: 4.4.7\n"));
            assertTrue(text(world, 1).contains("Diagnostic-Code: smtp; 450 4.2.1 busy\n"));
        }
    }

    @Test
    void theDelayIsToldOnceAndOnTime() throws Exception {
        try (QueueWorld world = world(ScriptedDeliveryAgent.of(DOWN))) {
            world.send("ann@home.lan", "bob@a.lab");
            world.untilWaiting(1);
            world.pass(Duration.ofHours(4));
            world.untilWaiting(2);
            until(() -> world.reports.size() == 1);
            assertTrue(text(world, 0).contains("Will-Retry-Until: Fri, 6 Mar 2026 10:00:00 +0000\n"));
            until(() -> world.folder.list().getFirst().delayNoticed());
            world.pass(Duration.ofHours(4));
            world.untilWaiting(3);
            assertEquals(1, world.reports.size());
        }
    }

    @Test
    void whatIsRefusedComesBackAndTheRestGoesOn() throws Exception {
        var agent = new ScriptedDeliveryAgent(
                new Step.Each(Map.of(address("bob@a.lab"), NO, address("carl@a.lab"), OK, address("dora@a.lab"), BUSY)),
                new Step.All(OK));
        try (QueueWorld world = world(agent)) {
            world.send("ann@home.lan", "bob@a.lab", "carl@a.lab", "dora@a.lab");
            until(() -> world.runner.entries().getFirst().recipients().stream()
                    .map(RecipientState::status)
                    .toList()
                    .equals(List.of(Status.RETURNED, Status.DELIVERED, Status.WAITING)));
            assertEquals(world.runner.entries(), world.folder.list());
            assertEquals(1, world.reports.size());
            assertEquals(
                    List.of(address("ann@home.lan")),
                    world.reports.getFirst().envelope().addresses());
            assertTrue(text(world, 0).contains("bob@a.lab") && !text(world, 0).contains("dora@a.lab"));
            world.pass(Duration.ofSeconds(5));
            world.untilEmpty();
            assertEquals(
                    List.of(address("dora@a.lab")), agent.attempts.getLast().recipients());
        }
    }

    @Test
    void withoutAWayItComesBack() throws Exception {
        try (QueueWorld world = world(ScriptedDeliveryAgent.of(OK))) {
            world.send("ann@home.lan", "bob@nowhere.lab");
            world.untilEmpty();
            assertTrue(text(world, 0).contains("Status: 5.1.2\n"));
        }
    }

    @Test
    void aReportNeverBounces() throws Exception {
        try (QueueWorld world = world(ScriptedDeliveryAgent.of(NO))) {
            QueueEntry entry = world.send("", "bob@a.lab");
            world.untilEmpty();
            assertEquals(List.of(), world.reports);
            Path failed = world.root.resolve("failed");
            assertTrue(Files.readString(failed.resolve(entry.id() + ".reason")).contains("550 5.1.1 no such user"));
            assertTrue(Files.exists(failed.resolve(entry.id() + ".eml")));
            assertEquals(List.of(), world.folder.list());
        }
    }

    @Test
    void aSenderWithoutAWayIsNotTold() throws Exception {
        try (QueueWorld world = world(ScriptedDeliveryAgent.of(NO))) {
            world.reportTransport = (envelope, message) -> {
                throw new UndeliverableException("unknown domain");
            };
            QueueEntry entry = world.send("ann@gone.lab", "bob@a.lab");
            world.untilEmpty();
            assertTrue(Files.exists(world.root.resolve("failed").resolve(entry.id() + ".eml")));
        }
    }

    @Test
    void aReportThatCannotBeWrittenIsWrittenLater() throws Exception {
        try (QueueWorld world = world(ScriptedDeliveryAgent.of(NO))) {
            ReportTransport working = world.reportTransport;
            world.reportTransport = (envelope, message) -> {
                throw new IOException("disk full");
            };
            world.send("ann@home.lan", "bob@a.lab");
            world.untilWaiting(1);
            world.reportTransport = working;
            world.pass(Duration.ofMinutes(1));
            world.untilEmpty();
            assertEquals(1, world.reports.size());
        }
    }

    @Test
    void aFaultOfTheCourierIsADeferral() throws Exception {
        var agent = new ScriptedDeliveryAgent(
                new Step.Throw(new IllegalStateException("oops\n")), new Step.Each(Map.of()), new Step.All(OK));
        try (QueueWorld world = world(agent)) {
            world.send("ann@home.lan", "bob@a.lab");
            world.untilWaiting(1);
            assertTrue(world.only().lastError().contains("oops"));
            world.pass(Duration.ofSeconds(5));
            world.untilWaiting(2);
            world.pass(Duration.ofSeconds(30));
            world.untilEmpty();
        }
    }

    @Test
    void aPeerThatHangsDelaysNoOther() throws Exception {
        var gate = new Semaphore(0);
        var hanging = new ScriptedDeliveryAgent(new Step.Hang(gate));
        var quick = ScriptedDeliveryAgent.of(OK);
        DeliveryAgent agent = ScriptedDeliveryAgent.forHops("slow.lab", hanging, quick);
        try (QueueWorld world = world(agent)) {
            for (int i = 0; i < 12; i++) {
                world.send("ann@home.lan", "bob@slow.lab", "carl@fast.lab");
            }
            until(() -> world.runner.entries().stream()
                    .allMatch(e -> e.recipients().get(1).status() == Status.DELIVERED));
            // Nobody has seen it answer yet, so nobody else is sent there.
            assertEquals(1, hanging.attempts.size());
            gate.release(12);
            world.untilEmpty();
        }
    }

    @Test
    void theAttemptIsOnDiskBeforeItIsMade() throws Exception {
        var gate = new Semaphore(0);
        var agent = new ScriptedDeliveryAgent(new Step.Hang(gate));
        try (QueueWorld world = world(agent)) {
            world.send("ann@home.lan", "bob@a.lab");
            until(() -> agent.attempts.size() == 1);
            RecipientState onDisk = world.folder.list().getFirst().recipients().getFirst();
            assertEquals(Status.TRYING, onDisk.status());
            assertEquals(1, onDisk.tries());
            assertEquals(Optional.of(clock.instant()), onDisk.lastTry());
            assertEquals(clock.instant().plusSeconds(5), onDisk.nextTry());
            gate.release();
            world.untilEmpty();
        }
    }

    @Test
    void aStartTriesWhatWaitedAtOnce() throws Exception {
        try (QueueWorld before = world(ScriptedDeliveryAgent.of(DOWN))) {
            before.send("ann@home.lan", "bob@a.lab");
            before.untilWaiting(1);
        }
        var agent = ScriptedDeliveryAgent.of(OK);
        try (QueueWorld world = world(agent)) {
            world.untilEmpty();
            assertEquals(1, agent.attempts.size());
        }
    }

    @Test
    void aStartDoesNotTryAtOnceWhatMayHaveKilledTheProcess() throws Exception {
        var gate = new Semaphore(0);
        var dying = new ScriptedDeliveryAgent(new Step.Hang(gate));
        QueueWorld before = world(dying);
        before.send("ann@home.lan", "bob@a.lab");
        until(() -> dying.attempts.size() == 1);
        assertFalse(before.runner.stop(Duration.ZERO));
        var agent = ScriptedDeliveryAgent.of(OK);
        try (QueueWorld world = world(agent)) {
            // What the stopped runner's delivery agent still brings home is nobody's any more.
            gate.release();
            // Another process would have another id for the same microsecond.
            clock.pass(Duration.ofSeconds(1));
            QueueEntry fresh = world.send("ann@home.lan", "carl@a.lab");
            until(() -> world.runner.entries().stream().noneMatch(e -> e.id().equals(fresh.id())));
            assertEquals(1, agent.attempts.size());
            assertEquals(
                    Status.TRYING,
                    world.folder.list().getFirst().recipients().getFirst().status());
            world.pass(Duration.ofSeconds(5));
            world.untilEmpty();
            assertEquals(2, agent.attempts.size());
        }
    }

    @Test
    void whatExpiredMeanwhileIsTriedOnceMoreAtTheStart() throws Exception {
        putOffAndLetExpire();
        var agent = ScriptedDeliveryAgent.of(OK);
        try (QueueWorld world = world(agent)) {
            world.untilEmpty();
            assertEquals(1, agent.attempts.size());
            assertEquals(List.of(), world.reports);
        }
    }

    @Test
    void andComesBackWhenThatFailsToo() throws Exception {
        putOffAndLetExpire();
        var agent = ScriptedDeliveryAgent.of(DOWN);
        try (QueueWorld world = world(agent)) {
            world.untilEmpty();
            assertEquals(1, agent.attempts.size());
            assertTrue(text(world, 0).contains("Diagnostic-Code: x-mailserver; connection refused\n"));
        }
    }

    private void putOffAndLetExpire() throws Exception {
        try (QueueWorld before = world(ScriptedDeliveryAgent.of(DOWN))) {
            before.send("ann@home.lan", "bob@a.lab");
            before.untilWaiting(1);
        }
        clock.pass(Duration.ofDays(6));
    }

    @Test
    void whatExpiredWhileHeldIsTriedOnceMoreWhenReleased() throws Exception {
        var agent = ScriptedDeliveryAgent.of(DOWN, DOWN, OK);
        try (QueueWorld world = world(agent)) {
            String id = world.send("ann@home.lan", "bob@a.lab").id();
            world.untilWaiting(1);
            order(world, QueueOrder.HOLD, id);
            world.pass(Duration.ofDays(6));
            assertEquals(1, world.runner.size());
            order(world, QueueOrder.RELEASE, id);
            world.untilEmpty();
            assertEquals(2, agent.attempts.size());
            assertEquals(1, world.reports.size());
        }
    }

    @Test
    void whatExpiredWhilePausedIsTriedOnceMoreWhenResumed() throws Exception {
        var agent = ScriptedDeliveryAgent.of(BUSY, OK);
        try (QueueWorld world = world(agent)) {
            world.send("ann@home.lan", "bob@a.lab");
            world.untilWaiting(1);
            world.runner.pause("a.lab");
            world.pass(Duration.ofDays(6));
            assertEquals(1, world.runner.size());
            world.runner.resume("a.lab");
            world.untilEmpty();
            assertEquals(List.of(), world.reports);
        }
    }

    @Test
    void peopleHoldReleaseRetryAndRemove() throws Exception {
        var agent = ScriptedDeliveryAgent.of(BUSY);
        try (QueueWorld world = world(agent)) {
            String id = world.send("ann@home.lan", "bob@a.lab").id();
            world.untilWaiting(1);
            assertTrue(order(world, QueueOrder.RETRY, id));
            world.untilWaiting(2);
            assertTrue(order(world, QueueOrder.HOLD, id));
            assertTrue(world.folder.load(id).held());
            world.pass(Duration.ofHours(1));
            world.runner.change(QueueOrder.RETRY, new Selection.All());
            assertEquals(2, agent.attempts.size());
            assertTrue(order(world, QueueOrder.RELEASE, id));
            world.untilWaiting(3);
            assertTrue(order(world, QueueOrder.REMOVE, id));
            assertEquals(List.of(), world.runner.entries());
            assertEquals(List.of(), world.folder.list());
            assertFalse(order(world, QueueOrder.REMOVE, id)
                    || order(world, QueueOrder.RETRY, id)
                    || order(world, QueueOrder.HOLD, "nothing"));
        }
    }

    @Test
    void anEntryRemovedWhileItIsTriedStaysAway() throws Exception {
        var gate = new Semaphore(0);
        var agent = new ScriptedDeliveryAgent(new Step.Hang(gate));
        QueueWorld world = world(agent);
        String id = world.send("ann@home.lan", "bob@a.lab").id();
        until(() -> agent.attempts.size() == 1);
        order(world, QueueOrder.REMOVE, id);
        gate.release();
        assertTrue(world.runner.stop(Duration.ofSeconds(5)));
        assertEquals(List.of(), world.folder.list());
    }

    @Test
    void whoWasEditedAwayWhileTriedIsNobodysConcern() throws Exception {
        var gate = new Semaphore(0);
        var agent = new ScriptedDeliveryAgent(new Step.Hang(gate), new Step.All(OK));
        try (QueueWorld world = world(agent)) {
            String id = world.send("ann@home.lan", "bob@a.lab").id();
            until(() -> agent.attempts.size() == 1);
            Path envelope = world.root.resolve(id + ".envelope");
            Files.writeString(envelope, Files.readString(envelope).replace("bob@a.lab", "robert@a.lab"));
            gate.release();
            world.untilEmpty();
            assertEquals(
                    List.of(address("robert@a.lab")), agent.attempts.getLast().recipients());
            assertEquals(List.of(), world.reports);
        }
    }

    @Test
    void anEntryWithoutItsTextIsSetAside() throws Exception {
        try (QueueWorld world = world(ScriptedDeliveryAgent.of(DOWN))) {
            String id = world.send("ann@home.lan", "bob@a.lab").id();
            world.untilWaiting(1);
            Files.delete(world.folder.eml(id));
            until(() -> {
                // It rests a minute first: somebody may be about to take the envelope, too.
                world.pass(Duration.ofMinutes(1));
                return world.runner.size() == 0;
            });
            assertTrue(Files.exists(world.root.resolve("failed/" + id + ".reason")));
            assertEquals(List.of(), world.folder.list());
        }
    }

    @Test
    void aChangedScheduleCountsAtOnce() throws Exception {
        try (QueueWorld world = world(ScriptedDeliveryAgent.of(DOWN))) {
            world.send("ann@home.lan", "bob@a.lab");
            world.untilWaiting(1);
            clock.pass(Duration.ofSeconds(2));
            world.runner.settingsChanged(new RelaySettings(
                    new RetrySchedule(List.of(Duration.ofSeconds(1)), Duration.ofSeconds(2), Duration.ZERO),
                    QueueWorld.LIMITS));
            world.untilEmpty();
            assertEquals(1, world.reports.size());
        }
    }

    @Test
    void aFullDiskLosesNothing() throws Exception {
        var agent = new ScriptedDeliveryAgent(
                new Step.Each(Map.of(address("bob@a.lab"), OK, address("carl@a.lab"), BUSY)), new Step.All(OK));
        try (QueueWorld world = world(agent)) {
            QueueEntry entry = world.put("ann@home.lan", "bob@a.lab", "carl@a.lab");
            world.diskFull = true;
            world.runner.submit(entry);
            until(() -> world.only().status() == Status.DELIVERED);
            assertEquals(
                    Status.TRYING,
                    world.folder.load(entry.id()).recipients().getFirst().status());
            world.pass(Duration.ofMinutes(1));
            world.untilEmpty();
            assertEquals(
                    List.of(address("carl@a.lab")), agent.attempts.getLast().recipients());
            assertEquals(2, agent.attempts.size());
            assertEquals(List.of(), world.folder.list());
        }
    }

    @Test
    void whatWasDeliveredIsKnownThoughTheFileCantBeRead() throws Exception {
        var gate = new Semaphore(0);
        var agent = new ScriptedDeliveryAgent(new Step.Hang(gate));
        try (QueueWorld world = world(agent)) {
            QueueEntry entry = world.send("ann@home.lan", "bob@a.lab");
            until(() -> agent.attempts.size() == 1);
            Path envelope = world.root.resolve(entry.id() + ".envelope");
            Files.delete(envelope);
            Files.createDirectory(envelope);
            gate.release();
            until(() -> world.runner.size() == 0);
        }
    }

    @Test
    void whatTheDiskWouldNotTakeIsWrittenWhenItWill() throws Exception {
        var agent = new ScriptedDeliveryAgent(
                new Step.Each(Map.of(address("bob@a.lab"), OK, address("carl@a.lab"), BUSY)), new Step.All(BUSY));
        try (QueueWorld world = world(agent)) {
            QueueEntry entry = world.put("ann@home.lan", "bob@a.lab", "carl@a.lab");
            world.diskFull = true;
            world.runner.submit(entry);
            until(() -> world.only().status() == Status.DELIVERED);
            world.diskFull = false;
            until(() -> {
                world.pass(Duration.ofMinutes(1));
                return world.folder.load(entry.id()).recipients().getFirst().status() == Status.DELIVERED;
            });
        }
    }

    @Test
    void aFullDiskStopsNoMailAndMakesNoHaste() throws Exception {
        var agent = new ScriptedDeliveryAgent(new Step.All(BUSY), new Step.All(OK));
        try (QueueWorld world = world(agent)) {
            QueueEntry entry = world.put("ann@home.lan", "bob@a.lab");
            QueueEntry other = world.put("ann@home.lan", "carl@b.lab");
            world.diskFull = true;
            world.runner.submit(entry);
            world.untilWaiting(1);
            // Due by the schedule, but the entry rests.
            world.pass(Duration.ofSeconds(50));
            world.runner.submit(other);
            until(() -> agent.attempts.size() == 2);
            assertEquals(new HostPort("b.lab", 25), agent.attempts.getLast().hop());
            world.pass(Duration.ofSeconds(10));
            world.untilEmpty();
            assertEquals(3, agent.attempts.size());
        }
    }

    @Test
    void aLongQueueIsReadWhileMailComesAndGoesAlready() throws Exception {
        int many = 6_000;
        var agent = ScriptedDeliveryAgent.of(OK);
        try (var world = new QueueWorld(home.resolve("queue"), clock, agent)) {
            QueueEntry first = world.put("ann@home.lan", "bob@a.lab");
            String held = EntryText.format(first.asHeld(true));
            for (int i = 0; i < many; i++) {
                String id = "long" + i;
                Files.createLink(world.folder.eml(id), world.folder.eml(first.id()));
                Files.writeString(world.root.resolve(id + ".envelope"), held.replace("Id: " + first.id(), "Id: " + id));
            }
            world.runner.start();
            world.send("ann@home.lan", "carl@b.lab");
            until(() -> agent.attempts.size() == 2);
            // Whoever has orders to give waits until all is known.
            assertEquals(0, world.runner.change(QueueOrder.RETRY, new Selection.All()));
            assertEquals(many, world.runner.size());
            assertEquals(1, world.runner.change(QueueOrder.REMOVE, new Selection.Id("long" + (many - 1))));
        }
    }

    @Test
    void aStartDoesNotWaitHoursForWhatWasBeingTried() throws Exception {
        var agent = ScriptedDeliveryAgent.of(OK);
        try (var world = new QueueWorld(home.resolve("queue"), clock, agent)) {
            QueueEntry entry = world.put("ann@home.lan", "bob@a.lab");
            Instant begun = clock.instant();
            Instant next = begun.plus(Duration.ofHours(4));
            world.folder.update(entry.with(List.of(address("bob@a.lab")), r -> r.begun(Optional.empty(), begun, next)));
            world.runner.start();
            assertEquals(List.of(), agent.attempts);
            world.pass(Duration.ofSeconds(5));
            world.untilEmpty();
        }
    }

    @Test
    void whereOthersWereSettledTheNextTryIsSoon() throws Exception {
        var agent = new ScriptedDeliveryAgent(
                new Step.All(BUSY), new Step.Each(Map.of(address("bob@a.lab"), NO, address("carl@a.lab"), BUSY)));
        try (QueueWorld world = world(agent)) {
            world.send("ann@home.lan", "bob@a.lab", "carl@a.lab");
            world.untilWaiting(1);
            world.pass(Duration.ofHours(1));
            until(() -> world.only().status() == Status.RETURNED);
            assertEquals(
                    clock.instant().plusSeconds(5),
                    world.runner.entries().getFirst().recipients().get(1).nextTry());
        }
    }

    private static boolean order(QueueWorld world, QueueOrder order, String id) throws IOException {
        return world.runner.change(order, new Selection.Id(id)) == 1;
    }

    private static String text(QueueWorld world, int report) {
        return new String(world.reports.get(report).message(), StandardCharsets.UTF_8);
    }
}
