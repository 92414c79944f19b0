package mailserver.smtp.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import mailserver.config.value.Peer;
import mailserver.mail.Envelope;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;
import mailserver.smtp.client.connection.ClientConnector;
import mailserver.smtp.client.connection.ClientFailure;
import mailserver.smtp.client.connection.ClientFallback;
import mailserver.smtp.client.connection.ClientHandshake;
import mailserver.smtp.client.connection.ClientOpening;
import mailserver.smtp.client.connection.ClientTimeouts;
import mailserver.smtp.client.connection.ClientTlsException;
import mailserver.smtp.client.connection.RequiredTls;
import mailserver.store.Fence;
import mailserver.wire.Transcript;
import mailserver.wire.text.IpText;

/** Talks to other servers. One client serves many threads. */
public final class SmtpClient implements Closeable {
    private static final int SERVICE_CLOSES = 421;

    private final ClientConnector connector;
    private final ClientHandshake linker;

    /**
     * @param hostname    what we call ourselves
     * @param transcripts who listens to the dialogue with a peer
     */
    public SmtpClient(String hostname, ClientTimeouts timeouts, Function<InetSocketAddress, Transcript> transcripts) {
        this(hostname, timeouts, transcripts, InstantSource.system());
    }

    /** @param clock tells what is left until a deadline of the sender's */
    public SmtpClient(
            String hostname,
            ClientTimeouts timeouts,
            Function<InetSocketAddress, Transcript> transcripts,
            InstantSource clock) {
        this(hostname, timeouts, transcripts, clock, Fence.NONE);
    }

    /** @param fence asked before anything is said to a peer */
    public SmtpClient(
            String hostname,
            ClientTimeouts timeouts,
            Function<InetSocketAddress, Transcript> transcripts,
            InstantSource clock,
            Fence fence) {
        this.connector = new ClientConnector(timeouts.connect());
        this.linker = new ClientHandshake(hostname, timeouts, transcripts, clock, fence);
    }

    /** Goes to a peer. RFC 5321 §5.1: each address of its host is tried, until somebody at one of them takes or refuses mail. */
    public ContactResult contact(Peer peer) {
        String host = peer.place().host();
        List<InetSocketAddress> addresses;
        try {
            addresses = connector.addresses(host, peer.place().port());
        } catch (IOException e) {
            return new ContactResult.Failed(RecipientOutcome.deferred(e.getMessage()), false, false, Set.of());
        }
        Set<InetAddress> tried =
                addresses.stream().map(InetSocketAddress::getAddress).collect(Collectors.toSet());
        var failures = new ArrayList<RecipientOutcome.Deferred>();
        boolean greeted = false;
        boolean withoutTls = false;
        for (InetSocketAddress address : addresses) {
            var way = new ClientFallback(address, nameOf(host, address), peer);
            boolean welcome = false;
            try {
                ClientOpening opening = linker.open(way);
                welcome = true;
                return new ContactResult.Made(new PeerSession(linker, linker.link(opening, way)));
            } catch (IOException e) {
                withoutTls |= e instanceof ClientTlsException noTls && noTls.isLasting();
                // Who breaks off behind its greeting may be just going down.
                greeted |= welcome && e instanceof ClientTlsException;
                failures.add(new RecipientOutcome.Deferred(e.getMessage(), Optional.empty()));
            } catch (ClientFailure e) {
                withoutTls |= e.isForTls();
                switch (e.outcome()) {
                    case RecipientOutcome.Deferred deferred -> {
                        greeted |= welcome
                                && deferred.reply()
                                        .filter(reply -> reply.code() == SERVICE_CLOSES)
                                        .isEmpty();
                        failures.add(deferred);
                    }
                    case RecipientOutcome.Refused refused -> {
                        return new ContactResult.Failed(refused, greeted || welcome, withoutTls, tried);
                    }
                    case RecipientOutcome.Unfit unfit -> {
                        return new ContactResult.Failed(unfit, greeted || welcome, withoutTls, tried);
                    }
                    case RecipientOutcome.Delivered delivered ->
                        throw new IllegalStateException("delivered, and a failure");
                }
            }
        }
        return new ContactResult.Failed(join(failures), greeted, withoutTls, tried);
    }

    /**
     * Tries to deliver one message, once, over a connection of its own.
     *
     * @param eml the stored message, with LF line ends; a Return-Path on top is left out
     */
    public DeliveryResult deliver(Peer peer, Envelope envelope, Path eml) {
        if (RequiredTls.obstacle(envelope, peer).isPresent()) {
            return new ClientDelivery(envelope, eml)
                    .end(RequiredTls.obstacle(envelope, peer).get());
        }
        return switch (contact(peer)) {
            case ContactResult.Failed failed -> new ClientDelivery(envelope, eml).end(failed.meaning(envelope));
            case ContactResult.Made(PeerSession session) -> {
                try (session) {
                    yield session.deliver(envelope, eml);
                }
            }
        };
    }

    private static RecipientOutcome join(List<RecipientOutcome.Deferred> failures) {
        String why = failures.stream().map(RecipientOutcome.Deferred::why).collect(Collectors.joining("; "));
        Optional<Reply> reply =
                failures.stream().flatMap(failure -> failure.reply().stream()).findFirst();
        return new RecipientOutcome.Deferred(why, reply);
    }

    private static String nameOf(String host, InetSocketAddress address) {
        String literal = IpText.of(address.getAddress());
        return host.equals(literal)
                ? host + " port " + address.getPort()
                : host + " (" + literal + ") port " + address.getPort();
    }

    @Override
    public void close() {
        linker.close();
    }
}
