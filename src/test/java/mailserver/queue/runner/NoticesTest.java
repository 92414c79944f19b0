package mailserver.queue.runner;

import static mailserver.queue.delivery.ScriptedDeliveryAgent.BUSY;
import static mailserver.queue.delivery.ScriptedDeliveryAgent.DOWN;
import static mailserver.queue.delivery.ScriptedDeliveryAgent.NO;
import static mailserver.queue.delivery.ScriptedDeliveryAgent.OK;
import static mailserver.queue.runner.QueueWorld.address;
import static mailserver.queue.runner.QueueWorld.recipient;
import static mailserver.queue.runner.QueueWorld.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mailserver.mail.Envelope;
import mailserver.mail.MailParameters;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.queue.QueueEntry;
import mailserver.queue.QueueOrder;
import mailserver.queue.RecipientState;
import mailserver.queue.RecipientState.Status;
import mailserver.queue.Selection;
import mailserver.queue.UndeliverableException;
import mailserver.queue.delivery.DeliveryAgent;
import mailserver.queue.delivery.ReportTransport;
import mailserver.queue.delivery.ScriptedDeliveryAgent;
import mailserver.queue.delivery.ScriptedDeliveryAgent.Step;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Senders hear what they asked to hear, and nothing else: RFC 3461 §4.1, §5.2. */
@Timeout(30)
class NoticesTest {
    private static final RecipientOutcome TAKEN_AND_TOLD =
            new RecipientOutcome.Delivered(Reply.of(250, 0, 0, "ok"), true);

    @TempDir
    Path home;

    private final SetClock clock = new SetClock();

    private QueueWorld world(DeliveryAgent agent) throws IOException {
        return QueueWorld.started(home.resolve("queue"), clock, agent);
    }

    @Test
    void rfc3461_section5_2_2_aPeerThatWillNotTellIsReportedAsRelayed() throws Exception {
        try (QueueWorld world = world(ScriptedDeliveryAgent.of(OK))) {
            world.send(
                    recipient("bob@a.lab", "SUCCESS"),
                    recipient("carl@a.lab", "SUCCESS,FAILURE"),
                    Recipient.of(address("dora@a.lab")),
                    recipient("erna@a.lab", "NEVER"));
            world.untilEmpty();
            assertEquals(1, world.reports.size());
            String report = text(world, 0);
            assertEquals(3, report.split("\nAction: relayed\nStatus: 2.0.0\n", -1).length, report);
            assertTrue(report.contains("\nFinal-Recipient: rfc822; bob@a.lab\n"), report);
            assertTrue(report.contains("\nFinal-Recipient: rfc822; carl@a.lab\n"), report);
            assertFalse(report.contains("dora") || report.contains("erna"), report);
        }
    }

    @Test
    void rfc3461_section5_2_1_aPeerThatTellsItselfIsLeftToIt() throws Exception {
        try (QueueWorld world = world(ScriptedDeliveryAgent.of(TAKEN_AND_TOLD))) {
            world.send(recipient("bob@a.lab", "SUCCESS"));
            world.untilEmpty();
            assertEquals(List.of(), world.reports);
        }
    }

    @Test
    void aReportOfSuccessIsOnDiskBeforeTheEntryEnds() throws Exception {
        try (QueueWorld world = world(ScriptedDeliveryAgent.of(OK))) {
            ReportTransport working = world.reportTransport;
            world.reportTransport = (envelope, message) -> {
                assertEquals(Status.RELAYED, onlyOnDisk(world).status());
                working.deliver(envelope, message);
            };
            world.send(recipient("bob@a.lab", "SUCCESS"));
            world.untilEmpty();
            assertEquals(1, world.reports.size());
        }
    }

    @Test
    void aReportOfSuccessThatCannotBeWrittenIsWrittenLaterAndNothingIsDeliveredTwice() throws Exception {
        var agent = ScriptedDeliveryAgent.of(OK);
        try (QueueWorld world = world(agent)) {
            ReportTransport working = world.reportTransport;
            world.reportTransport = (envelope, message) -> {
                throw new IOException("disk full");
            };
            world.send(recipient("bob@a.lab", "SUCCESS"));
            until(() -> world.only().status() == Status.RELAYED);
            assertEquals(Status.RELAYED, onlyOnDisk(world).status());
            world.reportTransport = working;
            until(() -> {
                world.pass(Duration.ofMinutes(1));
                return world.runner.entries().isEmpty();
            });
            assertEquals(1, world.reports.size());
            assertEquals(1, agent.attempts.size());
        }
    }

    @Test
    void aCrashBeforeTheReportOfSuccessCostsNoSecondDelivery() throws Exception {
        var agent = ScriptedDeliveryAgent.of(NO);
        try (var world = new QueueWorld(home.resolve("queue"), clock, agent)) {
            QueueEntry entry =
                    world.put(envelope(world, recipient("bob@a.lab", "SUCCESS"), recipient("carl@b.lab", "NEVER")));
            world.folder.update(entry.with(List.of(address("bob@a.lab")), r -> r.as(Status.RELAYED)));
            world.runner.start();
            world.untilEmpty();
            assertEquals(1, world.reports.size());
            assertTrue(text(world, 0).contains("\nAction: relayed\n"));
            assertEquals(
                    List.of(address("carl@b.lab")), agent.attempts.getLast().recipients());
            assertEquals(1, agent.attempts.size());
        }
    }

    @Test
    void whatIsHeldWaitsWithItsReport() throws Exception {
        try (var world = new QueueWorld(home.resolve("queue"), clock, ScriptedDeliveryAgent.of(NO))) {
            QueueEntry entry = world.put(envelope(world, recipient("bob@a.lab", "SUCCESS")));
            world.folder.update(entry.with(List.of(address("bob@a.lab")), r -> r.as(Status.RELAYED))
                    .asHeld(true));
            world.runner.start();
            QueueEntry other = world.send("ann@home.lan", "x@b.lab");
            until(() -> world.runner.entries().stream().noneMatch(e -> e.id().equals(other.id())));
            assertEquals(1, world.reports.size());
            world.runner.change(QueueOrder.RELEASE, new Selection.Id(entry.id()));
            world.untilEmpty();
            assertTrue(text(world, 1).contains("\nAction: relayed\n"));
        }
    }

    @Test
    void aSuccessThatNobodyCanBeToldOfIsStillASuccess() throws Exception {
        try (QueueWorld world = world(ScriptedDeliveryAgent.of(OK))) {
            world.reportTransport = (envelope, message) -> {
                throw new UndeliverableException("unknown domain");
            };
            world.send(recipient("bob@a.lab", "SUCCESS"));
            world.untilEmpty();
            assertEquals(List.of(), failed());
        }
    }

    @Test
    void rfc3461_section4_1_NEVERisSilent() throws Exception {
        try (QueueWorld world = world(ScriptedDeliveryAgent.of(NO))) {
            world.send(recipient("bob@a.lab", "NEVER"), recipient("carl@a.lab", "SUCCESS,DELAY"));
            world.untilEmpty();
            assertEquals(List.of(), world.reports);
            assertEquals(List.of(), failed());
            assertEquals(List.of(), world.folder.list());
        }
    }

    @Test
    void rfc3461_section4_1_NEVERisSilentForANullSenderToo() throws Exception {
        try (QueueWorld world = world(ScriptedDeliveryAgent.of(NO))) {
            world.runner.submit(world.put(new Envelope(
                    world.ids.next(),
                    ReversePath.NULL,
                    List.of(recipient("bob@a.lab", "NEVER")),
                    MailParameters.NONE)));
            world.untilEmpty();
            assertEquals(List.of(), failed());
        }
    }

    @Test
    void rfc3461_section5_2_6_onlyThoseWhoseFailureMattersAreReported() throws Exception {
        var agent = new ScriptedDeliveryAgent(
                new Step.Each(Map.of(address("bob@a.lab"), NO, address("carl@a.lab"), NO, address("dora@a.lab"), BUSY)),
                new Step.All(OK));
        try (QueueWorld world = world(agent)) {
            world.send(
                    recipient("bob@a.lab", "NEVER"),
                    recipient("carl@a.lab", "FAILURE"),
                    Recipient.of(address("dora@a.lab")));
            until(() -> world.runner.entries().getFirst().recipients().stream()
                    .map(RecipientState::status)
                    .toList()
                    .equals(List.of(Status.SILENT, Status.RETURNED, Status.WAITING)));
            assertEquals(world.runner.entries(), world.folder.list());
            assertEquals(1, world.reports.size());
            assertFalse(text(world, 0).contains("bob@a.lab"));
        }
    }

    @Test
    void aSilentFailureStaysSettledWhenTheReportOfAnotherFails() throws Exception {
        try (QueueWorld world = world(ScriptedDeliveryAgent.of(NO))) {
            world.reportTransport = (envelope, message) -> {
                throw new IOException("disk full");
            };
            world.send(recipient("bob@a.lab", "NEVER"), recipient("carl@a.lab", "FAILURE"));
            until(() -> world.runner.entries().getFirst().recipients().stream()
                    .map(RecipientState::status)
                    .toList()
                    .equals(List.of(Status.SILENT, Status.WAITING)));
        }
    }

    @Test
    void rfc3461_section5_2_5_aDelayIsToldOnlyToThoseWhoWantToHear() throws Exception {
        try (QueueWorld world = world(ScriptedDeliveryAgent.of(DOWN))) {
            world.send(
                    recipient("bob@a.lab", "FAILURE"),
                    recipient("carl@a.lab", "DELAY"),
                    Recipient.of(address("dora@a.lab")));
            world.untilWaiting(1);
            world.pass(Duration.ofHours(4));
            until(() -> world.reports.size() == 1);
            assertFalse(text(world, 0).contains("bob@a.lab"));
            assertTrue(text(world, 0).contains("carl@a.lab") && text(world, 0).contains("dora@a.lab"));
        }
    }

    @Test
    void rfc3461_section5_2_5_aDelayThatNobodyWantsToHearOfIsNotTold() throws Exception {
        try (QueueWorld world = world(ScriptedDeliveryAgent.of(DOWN))) {
            world.send(recipient("bob@a.lab", "FAILURE"), recipient("carl@a.lab", "NEVER"));
            world.untilWaiting(1);
            world.pass(Duration.ofHours(4));
            world.untilWaiting(2);
            assertEquals(List.of(), world.reports);
            assertFalse(world.runner.entries().getFirst().delayNoticed());
        }
    }

    @Test
    void anExpirySaysNothingToThoseWhoDoNotWantToHear() throws Exception {
        try (QueueWorld world = world(ScriptedDeliveryAgent.of(DOWN))) {
            world.send(recipient("bob@a.lab", "SUCCESS"), recipient("carl@a.lab", "FAILURE"));
            world.untilWaiting(1);
            world.pass(Duration.ofDays(5));
            world.untilEmpty();
            assertEquals(1, world.reports.size());
            assertFalse(text(world, 0).contains("bob@a.lab"));
        }
    }

    private static Envelope envelope(QueueWorld world, Recipient... recipients) {
        return new Envelope(
                world.ids.next(), ReversePath.of(address("ann@home.lan")), List.of(recipients), MailParameters.NONE);
    }

    private static RecipientState onlyOnDisk(QueueWorld world) throws IOException {
        return world.folder.list().getFirst().recipients().getFirst();
    }

    private List<Path> failed() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("queue/failed"))) {
            return files.toList();
        }
    }

    private static String text(QueueWorld world, int report) {
        return new String(world.reports.get(report).message(), StandardCharsets.UTF_8);
    }
}
