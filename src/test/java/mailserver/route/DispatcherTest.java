package mailserver.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.event.EventSink;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.mail.FutureRelease;
import mailserver.mail.MailParameters;
import mailserver.mail.MessageIds;
import mailserver.mail.Notify;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.mail.Timing;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.queue.delivery.ReportSender;
import mailserver.queue.delivery.ReportTransport;
import mailserver.queue.files.QueueFolder;
import mailserver.smtp.server.MailHandler.Incoming;
import mailserver.store.Fence;
import mailserver.store.MaildirNames;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail first, reports second. */
class DispatcherTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    private Path home;

    private ServerFiles files;
    private QueueFolder queue;
    private final List<QueueEntry> queued = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();

    @BeforeEach
    void configure() throws IOException {
        files = new ServerFiles(home);
        queue = new QueueFolder(files.queue(), CLOCK);
        write("etc/mailserver.toml", """
                hostname = "mail.our.example"
                domains = ["our.example"]
                [peers]
                "far.example" = "127.0.0.1:25"
                """);
        write("etc/accounts", "bob@our.example:{PLAIN}x\nalice@our.example:{PLAIN}x\n");
        write("etc/aliases", "team@our.example: alice, x@far.example\n");
    }

    @Test
    void a_success_is_reported_when_every_copy_is_there() throws Exception {
        dispatch(
                (envelope, message) -> {
                    assertEquals(1, mail("alice").size());
                    assertEquals(1, mail("bob").size());
                    assertEquals(1, queued.size());
                    assertEquals(queued, queue.list());
                    assertEquals(List.of(address("ann@far.example")), envelope.addresses());
                    reports.add(
                            new String(message, StandardCharsets.UTF_8).replaceAll("(?s).*\nAction: (\\w+)\n.*", "$1"));
                },
                recipient("bob@our.example", "SUCCESS"),
                recipient("team@our.example", "SUCCESS,DELAY"));
        assertEquals(List.of("delivered", "expanded"), reports);
        assertEquals(
                "DELAY",
                queued.getFirst()
                        .recipients()
                        .getFirst()
                        .recipient()
                        .notices()
                        .keywords()
                        .orElseThrow());
    }

    @Test
    void a_message_for_one_mailbox_by_two_ways_is_there_once_and_told_of_as_wished() throws Exception {
        write("etc/aliases", "b@our.example: bob\nc@our.example: bob\n");
        dispatch(
                (envelope, message) -> reports.add(new String(message, StandardCharsets.UTF_8)),
                recipient("b@our.example", "SUCCESS"),
                recipient("bob@our.example", "NEVER"),
                recipient("c@our.example", "SUCCESS"));
        assertEquals(1, mail("bob").size());
        assertEquals(1, reports.size());
        assertEquals(
                List.of("Original-Recipient: rfc822; b@our.example", "Original-Recipient: rfc822; c@our.example"),
                reports.getFirst()
                        .lines()
                        .filter(line -> line.startsWith("Original-Recipient"))
                        .toList());
    }

    @Test
    void a_report_that_fails_takes_nothing_back() throws Exception {
        dispatch(
                (envelope, message) -> {
                    throw new IOException("disk full");
                },
                recipient("bob@our.example", "SUCCESS"));
        dispatch(
                (envelope, message) -> {
                    throw new IllegalStateException("oops");
                },
                recipient("bob@our.example", "SUCCESS"));
        assertEquals(2, mail("bob").size());
    }

    @Test
    void what_is_taken_back_is_no_success() throws Exception {
        for (String folder : List.of("tmp", "failed", "")) {
            Files.delete(files.queue().resolve(folder));
        }
        assertThrows(
                IOException.class,
                () -> dispatch(
                        (envelope, message) -> reports.add("told"),
                        recipient("bob@our.example", "SUCCESS"),
                        recipient("x@far.example", "SUCCESS")));
        assertEquals(List.of(), mail("bob"));
        assertEquals(List.of(), reports);
    }

    @Test
    void rfc4865_a_message_that_is_held_back_waits_in_the_queue_for_all_and_as_it_came() throws Exception {
        Recipient[] all = {
            recipient("bob@our.example", "SUCCESS"),
            recipient("team@our.example", "SUCCESS"),
            recipient("x@far.example", "NEVER")
        };
        Instant later = CLOCK.instant().plusSeconds(3600);
        dispatch((envelope, message) -> reports.add("told"), released(later), all);
        assertEquals(List.of(), mail("bob"));
        assertEquals(List.of(), reports);
        QueueEntry entry = queue.list().getFirst();
        assertEquals(queued, List.of(entry));
        assertEquals(
                List.of(all),
                entry.recipients().stream().map(RecipientState::recipient).toList());
        assertEquals(later, entry.recipients().getFirst().nextTry());
        queued.clear();
        // When its time has come it goes as any other.
        dispatch((envelope, message) -> reports.add("told"), released(CLOCK.instant()), all);
        assertEquals(1, mail("bob").size());
        assertEquals(1, mail("alice").size());
        assertEquals(
                List.of(address("x@far.example")),
                queued.getFirst().recipients().stream()
                        .map(RecipientState::address)
                        .toList());
        assertEquals(List.of("told", "told"), reports);
    }

    private static MailParameters released(Instant at) {
        var release = new FutureRelease(at, "for;3600");
        return MailParameters.NONE.timed(new Timing(Optional.of(release), Optional.empty(), 0));
    }

    private void dispatch(ReportTransport reportTransport, Recipient... recipients) throws Exception {
        dispatch(reportTransport, MailParameters.NONE, recipients);
    }

    private void dispatch(ReportTransport reportTransport, MailParameters parameters, Recipient... recipients)
            throws Exception {
        Settings settings = Settings.load(files);
        var ids = new MessageIds(CLOCK);
        var reportSender = new ReportSender(reportTransport, "mail.our.example", ids, CLOCK);
        var dispatcher = new Dispatcher(
                new Router(() -> settings),
                files,
                new MaildirNames(CLOCK, "mail.our.example"),
                ids::next,
                queue,
                queued::add,
                new SuccessReports(reportSender, CLOCK),
                EventSink.NONE,
                CLOCK,
                Fence.NONE);
        var envelope =
                new Envelope(ids.next(), ReversePath.of(address("ann@far.example")), List.of(recipients), parameters);
        byte[] text = "Subject: hi\n\nHello.\n".getBytes(StandardCharsets.UTF_8);
        try (Incoming incoming = dispatcher.receive(envelope, "a test", "Received: by a test\n")) {
            incoming.write(text, 0, text.length);
            incoming.commit();
        }
    }

    private List<Path> mail(String user) throws IOException {
        Path fresh = home.resolve("maildir/our.example").resolve(user).resolve("new");
        if (!Files.isDirectory(fresh)) {
            return List.of();
        }
        try (Stream<Path> mail = Files.list(fresh)) {
            return mail.toList();
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static Recipient recipient(String address, String notify) {
        return Recipient.of(address(address)).with(Notify.parse(notify).orElseThrow());
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }
}
