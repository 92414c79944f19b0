package mailserver.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import mailserver.cluster.ClusterNode;
import mailserver.cluster.FencedAgent;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.value.RelayConfiguration;
import mailserver.event.EventSink;
import mailserver.event.MailEvent;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.MailParameters;
import mailserver.mail.MessageIds;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.mail.Trace;
import mailserver.queue.Jitter;
import mailserver.queue.QueueOrder;
import mailserver.queue.RelayLimits;
import mailserver.queue.RelaySettings;
import mailserver.queue.RetrySchedule;
import mailserver.queue.Selection;
import mailserver.queue.UndeliverableException;
import mailserver.queue.delivery.ReportSender;
import mailserver.queue.files.QueueFolder;
import mailserver.queue.runner.QueueEnvironment;
import mailserver.queue.runner.QueueRunner;
import mailserver.record.MailRecord;
import mailserver.route.Dispatcher;
import mailserver.route.QuotaGate;
import mailserver.route.QuotaWarning;
import mailserver.route.Quotas;
import mailserver.route.RoutedHops;
import mailserver.route.Router;
import mailserver.route.SendingRules;
import mailserver.route.SuccessReports;
import mailserver.server.limit.HarvestLimiter;
import mailserver.server.limit.MessageRates;
import mailserver.server.limit.ReplyDelay;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;
import mailserver.smtp.client.SmtpClient;
import mailserver.smtp.client.connection.ClientTimeouts;
import mailserver.smtp.client.message.StoredMessage;
import mailserver.smtp.server.Client;
import mailserver.smtp.server.MailHandler;
import mailserver.smtp.server.MailboxFullException;
import mailserver.store.Fence;
import mailserver.store.MaildirNames;
import mailserver.wire.Transcripts;
import mailserver.wire.text.IpText;
import org.tinylog.Logger;

/** Where the parts that move mail meet: sessions hand it in, the queue hands it out, reports come back in. */
final class MailSystem implements MailHandler {
    private final Supplier<Settings> settings;
    private final String hostname;
    private final InstantSource clock;
    private final MessageIds ids;
    private final Router router;
    private final SendingRules rules;
    private final SmtpClient client;
    private final QueueFolder folder;
    private final QueueRunner queue;
    private final Dispatcher dispatcher;
    private final MessageRates rates;
    private final HarvestLimiter harvest;
    private final Quotas quotas;
    private final QuotaWarning quotaWarning;
    private final EventSink events;

    /** @param listening where mail from other servers comes in */
    MailSystem(
            ServerFiles files,
            Supplier<Settings> settings,
            Supplier<List<InetSocketAddress>> listening,
            EventSink events,
            MailRecord record,
            ServerOptions options,
            Fence fence)
            throws IOException {
        this.settings = settings;
        this.hostname = settings.get().configuration().hostname();
        this.events = events;
        this.clock = options.clock();
        this.ids = new MessageIds(clock);
        this.router = new Router(settings);
        this.rules = new SendingRules(router);
        this.rates = new MessageRates(clock);
        this.harvest = new HarvestLimiter(clock);
        this.quotas = new Quotas(files, settings, System::nanoTime);
        this.quotaWarning = new QuotaWarning(files, hostname);
        this.client = new SmtpClient(
                hostname,
                ClientTimeouts.STANDARD,
                peer -> Transcripts.both(
                        options.transcripts().apply("peer " + peer.getHostString() + ":" + peer.getPort()),
                        record.hop()),
                clock,
                fence);
        this.folder = new QueueFolder(files.queue(), clock);
        var reportSender = new ReportSender(this::report, hostname, ids, clock);
        var exchangers = new ConfiguredExchangers(() -> settings.get().configuration(), listening, clock);
        var agent = new SmtpDeliveryAgent(client, exchangers, this::exchangePort, this::deliverHere);
        var environment = new QueueEnvironment(
                new RoutedHops(router),
                fence == Fence.NONE ? agent : new FencedAgent(agent, fence),
                reportSender,
                Jitter.by(new Random()),
                record.attempts(),
                events);
        this.queue = new QueueRunner(folder, relaySettings(), environment, clock);
        this.dispatcher = new Dispatcher(
                router,
                files,
                new MaildirNames(clock, files.deliveringHost(hostname)),
                ids::next,
                folder,
                queue::submit,
                new SuccessReports(reportSender, clock),
                events,
                clock,
                fence);
    }

    private RelaySettings relaySettings() {
        RelayConfiguration relay = settings.get().configuration().relay();
        return new RelaySettings(
                new RetrySchedule(relay.retry(), relay.expire(), relay.delayNotice()),
                new RelayLimits(relay.perPeer(), relay.connections()));
    }

    MessageIds ids() {
        return ids;
    }

    QueueRunner queue() {
        return queue;
    }

    Router router() {
        return router;
    }

    void start(Optional<ClusterNode> node) throws IOException {
        if (node.isPresent()) {
            node.get().adoptLeft(folder);
        } else {
            folder.reuseFiles();
        }
        queue.start();
    }

    void settingsChanged() {
        queue.settingsChanged(relaySettings());
    }

    void stop(Duration grace) {
        queue.stop(grace);
        client.close();
    }

    @Override
    public Reply sender(Client from, ReversePath sender) {
        Reply verdict = rules.sender(from, sender);
        if (!verdict.isPositive()) {
            // In our name: who has a mailbox here is refused in other words than who hasn't.
            return withoutHurry(from, verdict);
        }
        return rates.refusal(from, settings.get().configuration().limits()).orElse(verdict);
    }

    @Override
    public Reply recipient(Client from, Address recipient) {
        Reply verdict = rules.recipient(from, recipient);
        if (verdict.isPositive() && isFull(recipient)) {
            return MailboxFullException.reply("the mailbox of <" + recipient + "> is full, try again later");
        }
        boolean unknown = verdict.code() == 550 && router.isLocal(recipient);
        return unknown ? withoutHurry(from, verdict) : verdict;
    }

    @Override
    public void refused(Client from, Optional<String> id, Reply reply) {
        events.add(new MailEvent.Refused(id, IpText.of(from.address()), reply.toString()));
    }

    @Override
    public Reply verify(Client from, String whom) {
        return withoutHurry(from, rules.verify(from, whom));
    }

    /** An answer about who is here and who isn't, which strangers don't get as fast as they can ask. */
    private Reply withoutHurry(Client from, Reply verdict) {
        if (!from.mayRelay()) {
            ReplyDelay.pause(harvest.guessed(from.address()));
        }
        return verdict;
    }

    @Override
    public Reply turn(Client from, String domain, boolean below) {
        if (!from.mayRelay()) {
            return Reply.of(459, 7, 1, "node " + domain + " not allowed: you are a stranger");
        }
        try {
            int count = queue.change(QueueOrder.RETRY, below ? new Selection.Below(domain) : new Selection.To(domain));
            // RFC 1985 §5.4.
            return count == 0
                    ? Reply.of(251, 0, 0, "no messages waiting for node " + domain)
                    : Reply.of(253, 0, 0, count + " pending messages for node " + domain + " started");
        } catch (IOException e) {
            Logger.error("ETRN {}: {}", domain, e.toString());
            return Reply.of(458, 3, 0, "unable to queue messages for node " + domain);
        }
    }

    /** Somebody has connected: a peer that was down, perhaps, which is up then. */
    void heardFrom(InetAddress client) {
        queue.health().heardFrom(client);
    }

    @Override
    public Incoming receive(Client from, Envelope envelope, String trace) throws IOException {
        String origin = from.hello() + " " + Trace.literal(from.address());
        Incoming incoming = dispatcher.receive(envelope, origin.strip(), trace);
        rates.count(from);
        // What waits for its time fills no mailbox yet.
        return envelope.parameters().timing().isHeld(clock.instant())
                ? incoming
                : new QuotaGate(incoming, router.destinations(envelope.recipients()), quotas, this::filled);
    }

    /** Whether mail to this address ends in full mailboxes and nowhere else. */
    private boolean isFull(Address recipient) {
        return router.isLocal(recipient) && quotas.refuses(router.destinations(List.of(Recipient.of(recipient))), 0);
    }

    /** A message was delivered all the same; a warning that fails is for the next one to send. */
    private void filled(Address mailbox, long percent) {
        try {
            if (quotaWarning.isDue(mailbox, percent)) {
                var envelope = Envelope.of(ids.next(), ReversePath.NULL, List.of(mailbox), Body.SEVEN_BIT);
                Logger.info("{}: the mailbox of {} is {} % full; its owner is told", envelope.id(), mailbox, percent);
                report(envelope, quotaWarning.text(mailbox, percent, envelope.id(), clock.instant()));
            }
        } catch (IOException e) {
            Logger.warn("the mailbox of {} is {} % full, and its owner isn't told: {}", mailbox, percent, e.toString());
        }
    }

    private int exchangePort() {
        return settings.get().configuration().dns().smtpPort();
    }

    /** The time has come that its sender set, or the domain has become one of ours while the message waited. */
    private RecipientOutcome deliverHere(Envelope envelope, Path eml) {
        // A name of its own: an alias may send it on, and then two entries of one name would meet in the queue. And
        // let go for good: should the clock be set back just now, it would else go to the queue once more.
        MailParameters parameters = envelope.parameters();
        var renamed = new Envelope(
                ids.next(),
                envelope.sender(),
                envelope.recipients(),
                parameters.timed(parameters.timing().releasedBy(clock.instant())));
        try (Incoming incoming = dispatcher.receive(renamed, "our own queue, " + envelope.id(), "");
                StoredMessage message = StoredMessage.open(eml)) {
            message.copyTo(incoming);
            Logger.info("{}: its domain is ours now; it goes on as {}", envelope.id(), renamed.id());
            incoming.commit();
            return new RecipientOutcome.Delivered(Reply.of(250, 0, 0, "delivered here"), true);
        } catch (IOException e) {
            return new RecipientOutcome.Deferred(e.toString(), Optional.empty());
        }
    }

    private void report(Envelope envelope, byte[] message) throws IOException {
        for (Address sender : envelope.addresses()) {
            if (router.isLost(sender)) {
                throw new UndeliverableException("no way from here to <" + sender + ">");
            }
        }
        String trace = Trace.receivedLocally(hostname, envelope, clock.instant());
        try (Incoming incoming = dispatcher.receive(envelope, "a report of " + hostname, trace)) {
            incoming.write(message, 0, message.length);
            incoming.commit();
        }
    }
}
