package mailserver.queue.runner;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import mailserver.config.value.HostPort;
import mailserver.config.value.Peer;
import mailserver.dsn.DeliveryReport;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.MailParameters;
import mailserver.mail.MessageIds;
import mailserver.mail.Notify;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.queue.Jitter;
import mailserver.queue.NextHop;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.queue.RelayLimits;
import mailserver.queue.RelaySettings;
import mailserver.queue.RetrySchedule;
import mailserver.queue.delivery.DeliveryAgent;
import mailserver.queue.delivery.ReportSender;
import mailserver.queue.delivery.ReportTransport;
import mailserver.queue.files.QueueFolder;
import mailserver.smtp.Reply;
import mailserver.store.DurableFiles;

/** A queue with a clock to set, a scripted delivery agent, and a postmaster who keeps what he gets. */
public final class QueueWorld implements AutoCloseable {
    public static final RetrySchedule SCHEDULE = new RetrySchedule(
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    Duration.ofHours(4)),
            Duration.ofDays(5),
            Duration.ofHours(4));

    public static final RelayLimits LIMITS = new RelayLimits(4, 50);

    public final SetClock clock;
    public final Path root;
    public final QueueFolder folder;
    public final MessageIds ids;
    public final List<DeliveryReport.Written> reports = new CopyOnWriteArrayList<>();
    public final QueueRunner runner;
    /** Where it is another than usual. */
    public final Map<String, NextHop> ways = new ConcurrentHashMap<>();

    /** No envelope can be written; they can be read and removed, as on a real one. */
    volatile boolean diskFull;

    public volatile ReportTransport reportTransport =
            (envelope, message) -> reports.add(new DeliveryReport.Written(envelope, message));

    public QueueWorld(Path root, SetClock clock, DeliveryAgent agent) throws IOException {
        this.clock = clock;
        this.root = root;
        this.folder = new QueueFolder(root, clock, (file, content) -> {
            if (diskFull) {
                throw new IOException("no space left on device");
            }
            DurableFiles.writeFile(file, content);
        });
        this.ids = new MessageIds(clock);
        ReportTransport current = (envelope, message) -> reportTransport.deliver(envelope, message);
        var reportSender = new ReportSender(current, "mail.home.lan", ids, clock);
        var around = new QueueEnvironment(this::way, agent, reportSender, Jitter.NONE);
        this.runner = new QueueRunner(folder, new RelaySettings(SCHEDULE, LIMITS), around, clock);
    }

    /** One that runs. */
    static QueueWorld started(Path root, SetClock clock, DeliveryAgent agent) throws IOException {
        var world = new QueueWorld(root, clock, agent);
        world.runner.start();
        return world;
    }

    private NextHop way(Address recipient) {
        return ways.getOrDefault(recipient.domain(), hop(recipient));
    }

    static NextHop hop(Address recipient) {
        return switch (recipient.domain()) {
            case "home.lan" -> new NextHop.Local();
            case "nowhere.lab" -> new NextHop.None(Reply.of(550, 1, 2, "no way there"));
            case "exchanged.example" -> new NextHop.Exchangers(recipient.domain());
            default -> new NextHop.To(Peer.at(new HostPort(recipient.domain(), 25)));
        };
    }

    public static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    public QueueEntry put(String sender, String... recipients) throws IOException {
        ReversePath path = sender.isEmpty() ? ReversePath.NULL : ReversePath.of(address(sender));
        List<Address> to = Arrays.stream(recipients).map(QueueWorld::address).toList();
        return put(Envelope.of(ids.next(), path, to, Body.SEVEN_BIT));
    }

    public QueueEntry put(Envelope envelope) throws IOException {
        QueueEntry entry = QueueEntry.of(envelope, clock.instant(), "a test");
        Path text = Files.writeString(folder.tmp().resolve(entry.id()), "Subject: hi\n\nHello.\n");
        folder.add(entry, text);
        Files.delete(text);
        return entry;
    }

    public QueueEntry send(String sender, String... recipients) throws IOException {
        return submit(put(sender, recipients));
    }

    /** From Ann, with what she wants to hear of each. */
    public QueueEntry send(Recipient... recipients) throws IOException {
        var sender = ReversePath.of(address("ann@home.lan"));
        return submit(put(new Envelope(ids.next(), sender, List.of(recipients), MailParameters.NONE)));
    }

    public static Recipient recipient(String address, String notify) {
        return Recipient.of(address(address)).with(Notify.parse(notify).orElseThrow());
    }

    private QueueEntry submit(QueueEntry entry) {
        runner.submit(entry);
        return entry;
    }

    /** Sets the clock on and lets the queue notice. */
    public void pass(Duration time) {
        clock.pass(time);
        runner.wake();
    }

    public static void until(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(10))
                .until(condition);
    }

    public void untilEmpty() {
        until(() -> runner.entries().isEmpty());
    }

    /** The only entry's only recipient. */
    public RecipientState only() {
        return runner.entries().getFirst().recipients().getFirst();
    }

    public void untilWaiting(int tries) {
        until(() -> only().tries() == tries && only().status() == RecipientState.Status.WAITING);
    }

    @Override
    public void close() {
        runner.stop(Duration.ofSeconds(5));
    }
}
