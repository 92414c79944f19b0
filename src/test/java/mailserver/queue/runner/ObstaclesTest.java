package mailserver.queue.runner;

import static mailserver.queue.delivery.ScriptedDeliveryAgent.BUSY;
import static mailserver.queue.delivery.ScriptedDeliveryAgent.DOWN;
import static mailserver.queue.delivery.ScriptedDeliveryAgent.OK;
import static mailserver.queue.runner.QueueWorld.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.config.value.HostPort;
import mailserver.config.value.Peer;
import mailserver.queue.NextHop;
import mailserver.queue.QueueOrder;
import mailserver.queue.RelaySettings;
import mailserver.queue.Selection;
import mailserver.queue.delivery.ScriptedDeliveryAgent;
import mailserver.smtp.RecipientOutcome;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which an obstacle goes, for every state that a message can be in: it leaves within two seconds, or says why not. */
@Timeout(60)
class ObstaclesTest {
    private static final RecipientOutcome BROKE_OFF = new RecipientOutcome.Deferred("it broke off", Optional.empty());

    @TempDir
    Path home;

    private final SetClock clock = new SetClock();
    private final ScriptedDeliveryAgent agent = new ScriptedDeliveryAgent();

    /** How a message came to wait. */
    enum State {
        /** The hop could not be reached. */
        TRIED(DOWN),
        /** Another message could not be brought there. */
        BEHIND(DOWN),
        /** The hop broke off on it. */
        BROKEN_OFF(BROKE_OFF),
        /** The hop wants it later: this is the message's own wait. */
        DEFERRED(BUSY);

        private final RecipientOutcome met;

        State(RecipientOutcome met) {
            this.met = met;
        }
    }

    /** What kept the message, and how that goes. */
    enum Way {
        RELEASED,
        RELEASED_BY_AN_EDITOR,
        RESUMED,
        RESUMED_BY_AN_EDITOR,
        RELOADED,
        RELOADED_WITH_ANOTHER_ADDRESS,
        RETRIED,
        RETRIED_FOR_THE_DOMAIN,
        THE_HOP_CALLED,
        A_PROBE_WAS_ANSWERED,
        THE_CLOCK_WAS_SET_ON,
        THE_CLOCK_WAS_SET_BACK,
        STARTED_MONTHS_LATER
    }

    /** Those that say nothing of a message that its hop wants later. */
    private static final List<Way> ONLY_FOR_HOPS =
            List.of(Way.RELEASED, Way.RESUMED, Way.RELOADED, Way.THE_HOP_CALLED, Way.A_PROBE_WAS_ANSWERED);

    static Stream<Arguments> itGoesOrSaysWhyNot() {
        return Arrays.stream(State.values())
                .flatMap(state -> Arrays.stream(Way.values()).map(way -> Arguments.of(state, way)));
    }

    @ParameterizedTest
    @MethodSource
    void itGoesOrSaysWhyNot(State state, Way way) throws Exception {
        agent.then(state.met, OK);
        QueueWorld world = world();
        try {
            String id = waiting(world, state);
            obstruct(world, way, id);
            world = remove(world, way, id);
            if (state == State.DEFERRED && ONLY_FOR_HOPS.contains(way)) {
                world.pass(Duration.ofSeconds(2));
                assertTrue(world.only().nextTry().isAfter(clock.instant()), "its own next try is in the queue");
                assertEquals(450, world.only().lastReply().orElseThrow().code());
                world.pass(Duration.ofSeconds(5));
            } else {
                world.pass(Duration.ofSeconds(2));
            }
            if (way == Way.RELEASED_BY_AN_EDITOR || way == Way.RESUMED_BY_AN_EDITOR) {
                untilSeen(world);
            }
            world.untilEmpty();
            assertEquals(List.of(), world.reports);
        } finally {
            world.close();
        }
    }

    /** The folder is looked at once a second, and a file has to look the same twice. */
    private static void untilSeen(QueueWorld world) {
        until(() -> {
            world.pass(Duration.ofSeconds(1));
            return world.runner.size() == 0;
        });
    }

    private QueueWorld world() throws Exception {
        var world = new QueueWorld(home.resolve("queue"), clock, agent);
        world.runner.start();
        return world;
    }

    private String waiting(QueueWorld world, State state) throws Exception {
        String id = world.send("ann@home.lan", "bob@a.lab").id();
        world.untilWaiting(1);
        if (state == State.BEHIND) {
            id = world.send("ann@home.lan", "bob@a.lab").id();
            until(() -> world.runner.hops().getFirst().waiting() == 2);
        }
        until(() ->
                world.runner.hops().isEmpty() || world.runner.hops().getFirst().active() == 0);
        return id;
    }

    private void obstruct(QueueWorld world, Way way, String id) throws Exception {
        switch (way) {
            case RELEASED, RELEASED_BY_AN_EDITOR -> world.runner.change(QueueOrder.HOLD, new Selection.All());
            case RESUMED, RESUMED_BY_AN_EDITOR -> world.runner.pause("a.lab");
            default -> assertEquals(id, world.runner.entries().getLast().id());
        }
    }

    private QueueWorld remove(QueueWorld world, Way way, String id) throws Exception {
        switch (way) {
            case RELEASED -> world.runner.change(QueueOrder.RELEASE, new Selection.All());
            case RELEASED_BY_AN_EDITOR -> {
                for (String each : world.folder.ids()) {
                    edit(world.root.resolve(each + ".envelope"));
                }
            }
            case RESUMED -> world.runner.resume("a.lab");
            case RESUMED_BY_AN_EDITOR -> Files.writeString(world.root.resolve("paused"), "");
            case RELOADED -> world.runner.settingsChanged(settings());
            case RELOADED_WITH_ANOTHER_ADDRESS -> {
                world.ways.put("a.lab", new NextHop.To(Peer.at(new HostPort("b.lab", 25))));
                world.runner.settingsChanged(settings());
            }
            case RETRIED -> world.runner.change(QueueOrder.RETRY, new Selection.Id(id));
            case RETRIED_FOR_THE_DOMAIN -> world.runner.change(QueueOrder.RETRY, new Selection.Below("a.lab"));
            case THE_HOP_CALLED -> {
                agent.answering = true;
                world.runner.health().heardFrom(InetAddress.getLoopbackAddress());
            }
            case A_PROBE_WAS_ANSWERED -> agent.answering = true;
            case THE_CLOCK_WAS_SET_ON -> world.pass(Duration.ofHours(2));
            case THE_CLOCK_WAS_SET_BACK -> world.pass(Duration.ofDays(-2));
            case STARTED_MONTHS_LATER -> {
                world.close();
                clock.pass(Duration.ofDays(90));
                return world();
            }
        }
        return world;
    }

    private static RelaySettings settings() {
        return new RelaySettings(QueueWorld.SCHEDULE, QueueWorld.LIMITS);
    }

    /** As an editor does it: another file in its place. */
    private static void edit(Path envelope) throws Exception {
        String text = Files.readString(envelope);
        assertTrue(text.contains("Held: yes"), text);
        Path other = Files.writeString(envelope.resolveSibling(".edited"), text.replace("Held: yes", "Held: no"));
        Files.move(other, envelope, StandardCopyOption.ATOMIC_MOVE);
    }
}
