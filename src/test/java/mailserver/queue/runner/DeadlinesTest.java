package mailserver.queue.runner;

import static mailserver.queue.runner.QueueWorld.address;
import static mailserver.queue.runner.QueueWorld.recipient;
import static mailserver.queue.runner.QueueWorld.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import mailserver.mail.DeliverBy;
import mailserver.mail.Envelope;
import mailserver.mail.FutureRelease;
import mailserver.mail.MailParameters;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.mail.Timing;
import mailserver.queue.NextHop;
import mailserver.queue.QueueOrder;
import mailserver.queue.Selection;
import mailserver.queue.delivery.DeliveryAgent;
import mailserver.queue.delivery.ScriptedDeliveryAgent;
import mailserver.smtp.RecipientOutcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadlinesTest {
    @TempDir
    Path root;

    private final SetClock clock = new SetClock();
    private final AtomicReference<Supplier<RecipientOutcome>> answer =
            new AtomicReference<>(() -> RecipientOutcome.deferred("connection refused"));
    private QueueWorld world;

    @BeforeEach
    void start() throws Exception {
        world = new QueueWorld(root, clock, new DeliveryAgent() {
            @Override
            public ConnectResult connect(NextHop hop) {
                return new ConnectResult.Connected(new ScriptedDeliveryAgent.Way(
                        hop,
                        envelope ->
                                ScriptedDeliveryAgent.all(envelope, answer.get().get())));
            }

            @Override
            public boolean answers(NextHop hop) {
                return false;
            }
        });
        world.runner.start();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private void send(Timing timing, Recipient... recipients) throws Exception {
        var envelope = new Envelope(
                world.ids.next(),
                ReversePath.of(address("ann@home.lan")),
                List.of(recipients),
                MailParameters.NONE.timed(timing));
        world.runner.submit(world.put(envelope));
    }

    private Timing by(Duration time, String how) {
        return new Timing(Optional.empty(), DeliverBy.parse(clock.instant().plus(time) + " " + how), 0);
    }

    private String report(int index) {
        return new String(world.reports.get(index).message(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void rfc2852_4_1_3_mode_R_comes_back_at_its_time() throws Exception {
        send(by(Duration.ofSeconds(20), "R"), Recipient.of(address("bob@peer.lab")));
        world.untilWaiting(1);
        world.pass(Duration.ofSeconds(19));
        world.untilWaiting(2);
        world.pass(Duration.ofSeconds(1));
        world.untilEmpty();
        assertEquals(1, world.reports.size());
        assertTrue(report(0).contains("\nAction: failed\nStatus: 5.4.7\n"), report(0));
        assertTrue(report(0).contains("\nDeliver-By-Date: "), report(0));
    }

    @Test
    void rfc2852_4_1_3_mode_N_is_told_of_once_and_tried_on() throws Exception {
        send(
                by(Duration.ofSeconds(20), "N"),
                Recipient.of(address("bob@peer.lab")),
                recipient("cyd@peer.lab", "NEVER"));
        until(() -> world.only().tries() == 1);
        world.pass(Duration.ofSeconds(20));
        until(() -> world.reports.size() == 1);
        assertTrue(report(0).contains("\nAction: delayed\nStatus: 4.4.7\n"), report(0));
        assertTrue(!report(0).contains("cyd"), report(0));
        world.pass(Duration.ofHours(5));
        answer.set(() -> ScriptedDeliveryAgent.OK);
        world.pass(Duration.ofHours(5));
        world.untilEmpty();
        // Of the hop to a peer that keeps no time, bob's is told.
        assertEquals(2, world.reports.size());
        assertTrue(report(1).contains("\nAction: relayed\n"), report(1));
        assertTrue(!report(1).contains("cyd"), report(1));
    }

    @Test
    void rfc4865_what_is_held_back_outlives_the_queues_own_time() throws Exception {
        var release = new FutureRelease(clock.instant().plus(Duration.ofDays(30)), "for;2592000");
        send(new Timing(Optional.of(release), Optional.empty(), 0), Recipient.of(address("bob@peer.lab")));
        world.pass(Duration.ofDays(29));
        world.runner.change(QueueOrder.RETRY, new Selection.All());
        assertEquals(0, world.only().tries());
        world.pass(Duration.ofDays(1));
        world.untilWaiting(1);
        world.pass(Duration.ofDays(6));
        world.untilEmpty();
        assertTrue(report(world.reports.size() - 1).contains("\nStatus: 4.4.7\n"));
        assertTrue(report(0).contains("\nFuture-Release-Request: for;2592000\n"), report(0));
    }
}
