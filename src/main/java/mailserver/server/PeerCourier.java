package mailserver.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntSupplier;
import mailserver.config.Peer;
import mailserver.dns.Exchangers;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.queue.Courier;
import mailserver.queue.Hop;
import mailserver.smtp.ClientProbe;
import mailserver.smtp.Contact;
import mailserver.smtp.Delivery;
import mailserver.smtp.Outcome;
import mailserver.smtp.PeerSession;
import mailserver.smtp.SmtpClient;

/** Carries the queue's mail to other servers by SMTP, and to mailboxes here where a domain has become ours. */
final class PeerCourier implements Courier {
    /** Longer than any server that is well takes to greet. */
    private static final Duration PROBE = Duration.ofSeconds(10);

    /** Puts a message that was in the queue into mailboxes here. */
    @FunctionalInterface
    interface Maildrops {
        Outcome deliver(Envelope envelope, Path eml);
    }

    private final SmtpClient client;
    private final ClientProbe probe = new ClientProbe(PROBE);
    private final ExchangeTrip exchange;
    private final Maildrops maildrops;

    /** @param exchangePort where mail exchangers listen */
    PeerCourier(SmtpClient client, Exchangers exchangers, IntSupplier exchangePort, Maildrops maildrops) {
        this.client = client;
        this.exchange = new ExchangeTrip(exchangers, exchangePort, this::contact);
        this.maildrops = maildrops;
    }

    @Override
    public Trip setOut(Hop hop) {
        return switch (hop) {
            case Hop.To(Peer peer) -> contact(peer);
            case Hop.Exchangers(String domain) -> exchange.to(domain);
            case Hop.Local local -> new Trip.Arrived(new Here());
            case Hop.None none -> throw new IllegalArgumentException("there is no way to go");
        };
    }

    private Trip contact(Peer peer) {
        return switch (client.contact(peer)) {
            case Contact.Made(PeerSession session) -> new Trip.Arrived(new Remote(session));
            case Contact.Failed failed ->
                new Trip.Failed(failed.outcome(), failed.secured(), failed.greeted(), failed.tried());
        };
    }

    @Override
    public boolean answers(Hop hop) {
        return switch (hop) {
            case Hop.To(Peer peer) -> probe.greets(peer);
            // Somebody called from there. To find out more costs as much as to go.
            case Hop.Exchangers exchangers -> true;
            case Hop.Local local -> true;
            case Hop.None none -> false;
        };
    }

    private static final class Remote implements Carriage {
        private final PeerSession session;
        private boolean unclear;

        Remote(PeerSession session) {
            this.session = session;
        }

        @Override
        public Map<Address, Outcome> deliver(Envelope envelope, Path eml) {
            Delivery delivery = session.deliver(envelope, eml);
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

    private final class Here implements Carriage {
        @Override
        public Map<Address, Outcome> deliver(Envelope envelope, Path eml) {
            return Outcome.forAll(envelope.addresses(), maildrops.deliver(envelope, eml));
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
