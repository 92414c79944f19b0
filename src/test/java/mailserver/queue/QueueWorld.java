package mailserver.queue;

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
import mailserver.config.HostPort;
import mailserver.config.Peer;
import mailserver.dsn.DeliveryReport;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.MailParameters;
import mailserver.mail.MessageIds;
import mailserver.mail.Notify;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.smtp.Reply;
import mailserver.store.Durable;

/** A queue with a clock to set, a scripted courier, and a postmaster who keeps what he gets. */
final class QueueWorld implements AutoCloseable {
    static final Schedule SCHEDULE = new Schedule(
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

    static final RelayLimits LIMITS = new RelayLimits(4, 50);

    final SetClock clock;
    final Path root;
    final QueueFolder folder;
    final MessageIds ids;
    final List<DeliveryReport.Written> reports = new CopyOnWriteArrayList<>();
    final QueueRunner runner;
    /** Where it is another than usual. */
    final Map<String, Hop> ways = new ConcurrentHashMap<>();

    /** No envelope can be written; they can be read and removed, as on a real one. */
    volatile boolean diskFull;

    volatile Postmaster postmaster = (envelope, message) -> reports.add(new DeliveryReport.Written(envelope, message));

    QueueWorld(Path root, SetClock clock, Courier courier) throws IOException {
        this.clock = clock;
        this.root = root;
        this.folder = new QueueFolder(root, clock, (file, content) -> {
            if (diskFull) {
                throw new IOException("no space left on device");
            }
            Durable.writeFile(file, content);
        });
        this.ids = new MessageIds(clock);
        Postmaster current = (envelope, message) -> postmaster.deliver(envelope, message);
        var reporter = new Reporter(current, "mail.home.lan", ids, clock);
        var around = new Surroundings(this::way, courier, reporter, Jitter.NONE);
        this.runner = new QueueRunner(folder, new RelaySettings(SCHEDULE, LIMITS), around, clock);
    }

    private Hop way(Address recipient) {
        return ways.getOrDefault(recipient.domain(), hop(recipient));
    }

    static Hop hop(Address recipient) {
        return switch (recipient.domain()) {
            case "home.lan" -> new Hop.Local();
            case "nowhere.lab" -> new Hop.None(Reply.of(550, 1, 2, "no way there"));
            case "exchanged.example" -> new Hop.Exchangers(recipient.domain());
            default -> new Hop.To(Peer.at(new HostPort(recipient.domain(), 25)));
        };
    }

    static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    QueueEntry put(String sender, String... recipients) throws IOException {
        ReversePath path = sender.isEmpty() ? ReversePath.NULL : ReversePath.of(address(sender));
        List<Address> to = Arrays.stream(recipients).map(QueueWorld::address).toList();
        return put(Envelope.of(ids.next(), path, to, Body.SEVEN_BIT));
    }

    QueueEntry put(Envelope envelope) throws IOException {
        QueueEntry entry = QueueEntry.of(envelope, clock.instant(), "a test");
        Path text = Files.writeString(folder.tmp().resolve(entry.id()), "Subject: hi\n\nHello.\n");
        folder.add(entry, text);
        Files.delete(text);
        return entry;
    }

    QueueEntry send(String sender, String... recipients) throws IOException {
        return submit(put(sender, recipients));
    }

    /** From Ann, with what she wants to hear of each. */
    QueueEntry send(Recipient... recipients) throws IOException {
        var sender = ReversePath.of(address("ann@home.lan"));
        return submit(put(new Envelope(ids.next(), sender, List.of(recipients), MailParameters.NONE)));
    }

    static Recipient recipient(String address, String notify) {
        return Recipient.of(address(address)).with(Notify.parse(notify).orElseThrow());
    }

    private QueueEntry submit(QueueEntry entry) {
        runner.submit(entry);
        return entry;
    }

    /** Sets the clock on and lets the queue notice. */
    void pass(Duration time) {
        clock.pass(time);
        runner.wake();
    }

    static void until(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(10))
                .until(condition);
    }

    void untilEmpty() {
        until(() -> runner.entries().isEmpty());
    }

    /** The only entry's only recipient. */
    RecipientState only() {
        return runner.entries().getFirst().recipients().getFirst();
    }

    void untilWaiting(int tries) {
        until(() -> only().tries() == tries && only().status() == RecipientState.Status.WAITING);
    }

    @Override
    public void close() {
        runner.stop(Duration.ofSeconds(5));
    }
}
