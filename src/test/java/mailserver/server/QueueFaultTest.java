package mailserver.server;

import static mailserver.server.Letters.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.MessageIds;
import mailserver.mail.ReversePath;
import mailserver.queue.Jitter;
import mailserver.queue.NextHop;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.queue.RecipientState.Status;
import mailserver.queue.RelayLimits;
import mailserver.queue.RelaySettings;
import mailserver.queue.RetrySchedule;
import mailserver.queue.delivery.NextHopStatus;
import mailserver.queue.delivery.ReportSender;
import mailserver.queue.files.QueueFolder;
import mailserver.queue.runner.QueueEnvironment;
import mailserver.queue.runner.QueueRunner;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.ScriptedPeer.Fault;
import mailserver.smtp.client.SmtpClient;
import mailserver.smtp.client.connection.ClientTimeouts;
import mailserver.wire.Transcript;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The queue and the client against peers that do wrong at each point of the dialogue: where the message and the hop end up. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class QueueFaultTest {
    private static final ClientTimeouts HASTY = ClientTimeouts.all(Duration.ofMillis(400));
    /** Where an answer comes a busy machine may take its time; only who waits for a goodbye in vain is not to be waited for. */
    private static final ClientTimeouts PATIENT = patient(Duration.ofSeconds(20), HASTY.quit());

    private static final List<String> BEFORE = List.of("GREETING", "EHLO");
    private static final List<String> WITHIN = List.of("MAIL", "RCPT", "DATA", ".");

    @TempDir
    Path home;

    /** A queue with one message for one peer, and nobody to start it anew. */
    private final class World implements AutoCloseable {
        final List<Envelope> reports = new CopyOnWriteArrayList<>();
        final QueueFolder folder;
        final SmtpClient client;
        final QueueRunner queue;
        final String id;

        World(ScriptedPeer peer, ClientTimeouts timeouts) throws IOException {
            InstantSource clock = InstantSource.system();
            var ids = new MessageIds(clock);
            folder = new QueueFolder(home.resolve("queue"), clock);
            client = new SmtpClient("here.example", timeouts, address -> Transcript.NONE);
            var agent = new SmtpDeliveryAgent(
                    client,
                    domain -> null,
                    () -> 25,
                    (envelope, eml) -> RecipientOutcome.deferred("nothing is local here"));
            var reportSender =
                    new ReportSender((envelope, message) -> reports.add(envelope), "here.example", ids, clock);
            var around =
                    new QueueEnvironment(recipient -> new NextHop.To(peer.asPeer()), agent, reportSender, Jitter.NONE);
            var schedule = new RetrySchedule(List.of(Duration.ofHours(1)), Duration.ofDays(5), Duration.ofHours(4));
            queue = new QueueRunner(folder, new RelaySettings(schedule, new RelayLimits(4, 50)), around, clock);
            queue.start();
            id = ids.next();
            Path text = Files.writeString(folder.tmp().resolve(id), "Subject: hi\n\nHello.\n");
            var envelope = Envelope.of(
                    id,
                    ReversePath.of(new Address("ann", "home.lan")),
                    List.of(new Address("bob", "peer.example")),
                    Body.SEVEN_BIT);
            QueueEntry entry = QueueEntry.of(envelope, clock.instant(), "a test");
            folder.add(entry, text);
            queue.submit(entry);
        }

        boolean isHopDown() {
            return queue.hops().stream().anyMatch(hop -> hop.trouble().isPresent());
        }

        RecipientState bob() throws IOException {
            return folder.load(id).recipients().getFirst();
        }

        void untilGone() {
            until(() -> queue.size() == 0);
            until(() -> !Files.exists(folder.eml(id)));
        }

        void untilWaiting() {
            until(() -> {
                // One look: between two of them the attempt may have begun.
                RecipientState bob = bob();
                return bob.status() == Status.WAITING && bob.tries() == 1;
            });
        }

        @Override
        public void close() {
            queue.stop(Duration.ofSeconds(5));
            client.close();
        }
    }

    private static ClientTimeouts patient(Duration most, Duration quit) {
        return new ClientTimeouts(most, most, most, most, most, most, most, most, quit);
    }

    private static Stream<Arguments> at(List<String> steps, Function<String, Stream<Fault>> faults) {
        return steps.stream()
                .flatMap(faults)
                .flatMap(
                        fault -> Stream.of("PIPELINING", "X-NOTHING").map(extension -> Arguments.of(extension, fault)));
    }

    static Stream<Arguments> silence() {
        Stream<Arguments> everywhere = at(
                Stream.concat(BEFORE.stream(), WITHIN.stream()).toList(),
                step -> Stream.of(
                        new Fault.Hang(step),
                        new Fault.Drop(step),
                        new Fault.Endless(step, 50),
                        new Fault.AnswerAndDrop(step, "421 shutting down"),
                        new Fault.Answer(step, "421 too busy"),
                        new Fault.Answer(step, "HTTP/1.1 400 Bad Request"),
                        new Fault.Answer(step, "x".repeat(5000)),
                        new Fault.AnswerAndDrop(step, "250-and then")));
        Stream<Arguments> noMailAtAll = at(
                BEFORE,
                step -> Stream.of(
                        new Fault.Answer(step, "451 4.3.0 later"), new Fault.Answer("GREETING", "554 no service")));
        return Stream.of(everywhere, noMailAtAll, at(List.of(""), step -> Stream.of(new Fault.Refuse())))
                .flatMap(arguments -> arguments);
    }

    @ParameterizedTest
    @MethodSource
    void silence(String extension, Fault fault) throws Exception {
        try (var peer = ScriptedPeer.start(List.of(extension), fault);
                var world = new World(peer, HASTY)) {
            world.untilWaiting();
            until(world::isHopDown);
            NextHopStatus hop = world.queue.hops().getFirst();
            until(() -> world.queue.hops().getFirst().waiting() == 1);
            // The wait is the hop's, and not the message's.
            Instant now = Instant.now();
            assertTrue(hop.trouble().orElseThrow().nextTry().isAfter(now));
            assertFalse(world.bob().nextTry().isAfter(now));
            assertFalse(world.bob().lastError().isEmpty());
            assertEquals(List.of(), world.reports);
        }
    }

    static Stream<Arguments> later() {
        return at(WITHIN, step -> Stream.of(new Fault.Answer(step, "451-4.3.0 not", "451 4.3.0 now")));
    }

    @ParameterizedTest
    @MethodSource
    void later(String extension, Fault fault) throws Exception {
        try (var peer = ScriptedPeer.start(List.of(extension), fault);
                var world = new World(peer, PATIENT)) {
            world.untilWaiting();
            assertEquals(
                    List.of("451-4.3.0 not", "451 4.3.0 now"),
                    world.bob().lastReply().orElseThrow().wireLines());
            assertFalse(world.isHopDown());
            assertEquals(List.of(), world.reports);
        }
    }

    static Stream<Arguments> never() {
        return Stream.concat(
                at(WITHIN, step -> Stream.of(new Fault.Answer(step, "554 5.7.1 never"))),
                at(List.of("GREETING"), step -> Stream.of(new Fault.Answer(step, "521 no mail here"))));
    }

    @ParameterizedTest
    @MethodSource
    void never(String extension, Fault fault) throws Exception {
        try (var peer = ScriptedPeer.start(List.of(extension), fault);
                var world = new World(peer, PATIENT)) {
            world.untilGone();
            assertEquals(1, world.reports.size());
            assertFalse(world.isHopDown());
        }
    }

    static Stream<Arguments> oddButWell() {
        return at(
                List.of(""),
                step -> Stream.of(
                        new Fault.Slow(),
                        new Fault.BareLf(),
                        new Fault.Answer("EHLO", "500 what?"),
                        new Fault.Answer(".", "250-2.0.0 well,", "250-", "250 2.0.0 fine"),
                        new Fault.Drop("QUIT"),
                        new Fault.Hang("QUIT"),
                        new Fault.Answer("QUIT", "garbage")));
    }

    @ParameterizedTest
    @MethodSource
    void oddButWell(String extension, Fault fault) throws Exception {
        try (var peer = ScriptedPeer.start(List.of(extension), fault);
                var world = new World(peer, PATIENT)) {
            world.untilGone();
            assertEquals(1, peer.messages().size());
            assertEquals(List.of(), world.reports);
            assertTrue(world.queue.hops().stream().allMatch(hop -> hop.trouble().isEmpty()));
        }
    }
}
