package mailserver.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntSupplier;
import mailserver.config.value.Peer;
import mailserver.dns.MailExchangers;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.queue.NextHop;
import mailserver.queue.delivery.DeliveryAgent;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.client.ContactResult;
import mailserver.smtp.client.DeliveryResult;
import mailserver.smtp.client.PeerSession;
import mailserver.smtp.client.SmtpClient;
import mailserver.smtp.client.connection.ClientProbe;

/** Carries the queue's mail to other servers by SMTP, and to mailboxes here where a domain has become ours. */
final class SmtpDeliveryAgent implements DeliveryAgent {
    /** Longer than any server that is well takes to greet. */
    private static final Duration PROBE = Duration.ofSeconds(10);

    /** Puts a message that was in the queue into mailboxes here. */
    @FunctionalInterface
    interface Maildrops {
        RecipientOutcome deliver(Envelope envelope, Path eml);
    }

    private final SmtpClient client;
    private final ClientProbe probe = new ClientProbe(PROBE);
    private final ExchangerSearch exchange;
    private final Maildrops maildrops;

    /** @param exchangePort where mail exchangers listen */
    SmtpDeliveryAgent(SmtpClient client, MailExchangers exchangers, IntSupplier exchangePort, Maildrops maildrops) {
        this.client = client;
        this.exchange = new ExchangerSearch(exchangers, exchangePort, this::contact);
        this.maildrops = maildrops;
    }

    @Override
    public ConnectResult connect(NextHop hop) {
        return switch (hop) {
            case NextHop.To(Peer peer) -> contact(peer);
            case NextHop.Exchangers(String domain) -> exchange.to(domain);
            case NextHop.Local local -> new ConnectResult.Connected(new Here());
            case NextHop.None none -> throw new IllegalArgumentException("there is no way to go");
        };
    }

    private ConnectResult contact(Peer peer) {
        return switch (client.contact(peer)) {
            case ContactResult.Made(PeerSession session) -> new ConnectResult.Connected(new Remote(session));
            case ContactResult.Failed failed ->
                new ConnectResult.Failed(failed.outcome(), failed.secured(), failed.greeted(), failed.tried());
        };
    }

    @Override
    public boolean answers(NextHop hop) {
        return switch (hop) {
            case NextHop.To(Peer peer) -> probe.greets(peer);
            // Somebody called from there. To find out more costs as much as to go.
            case NextHop.Exchangers exchangers -> true;
            case NextHop.Local local -> true;
            case NextHop.None none -> false;
        };
    }

    private static final class Remote implements HopConnection {
        private final PeerSession session;
        private boolean unclear;

        Remote(PeerSession session) {
            this.session = session;
        }

        @Override
        public Map<Address, RecipientOutcome> deliver(Envelope envelope, Path eml) {
            DeliveryResult delivery = session.deliver(envelope, eml);
            unclear = delivery.unclear();
            return delivery.outcomes();
        }

        @Override
        public boolean mayHaveIt() {
            return unclear;
        }

        @Override
        public boolean isOpen() {
            return session.isOpen();
        }

        @Override
        public void close() {
            session.close();
        }
    }

    private final class Here implements HopConnection {
        @Override
        public Map<Address, RecipientOutcome> deliver(Envelope envelope, Path eml) {
            return RecipientOutcome.forAll(envelope.addresses(), maildrops.deliver(envelope, eml));
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
