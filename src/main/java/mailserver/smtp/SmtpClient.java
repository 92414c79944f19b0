package mailserver.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import mailserver.config.Peer;
import mailserver.mail.Envelope;
import mailserver.wire.Connection;
import mailserver.wire.StallGuard;
import mailserver.wire.Transcript;
import org.tinylog.Logger;

/**
 * Hands messages to other servers. One client serves many threads; each delivery has a connection of its own.
 *
 * <p>Whatever the network and the peer do, there is an outcome for every recipient and no exception. Where it is unclear
 * whether the peer took the message, it is deferred: at least once, not at most.
 */
public final class SmtpClient implements Closeable {
    private final ClientTimeouts timeouts;
    private final ClientConnector connector;
    private final ClientHello hello;
    private final ClientTls tls;
    private final StallGuard stalls;
    private final Function<InetSocketAddress, Transcript> transcripts;
    private final InstantSource clock;

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
        this.timeouts = timeouts;
        this.connector = new ClientConnector(timeouts.connect());
        this.hello = new ClientHello(hostname, timeouts);
        this.tls = new ClientTls(hello, timeouts);
        this.stalls = new StallGuard(timeouts.dataBlock());
        this.transcripts = transcripts;
        this.clock = clock;
    }

    /**
     * Tries to deliver one message to one next hop, once.
     *
     * @param eml the stored message, with LF line ends; a Return-Path on top is left out
     */
    public Delivery deliver(Peer peer, Envelope envelope, Path eml) {
        if (envelope.recipients().isEmpty()) {
            return new Delivery(Map.of());
        }
        String host = peer.place().host();
        var delivery = new ClientDelivery(envelope, eml);
        Optional<Outcome> obstacle = RequiredTls.obstacle(envelope, peer);
        if (obstacle.isPresent()) {
            return delivery.end(obstacle.get());
        }
        List<InetSocketAddress> addresses;
        try {
            addresses = connector.addresses(host, peer.place().port());
        } catch (IOException e) {
            return delivery.end(Outcome.deferred(e.getMessage()));
        }
        var failures = new ArrayList<Outcome.Deferred>();
        for (InetSocketAddress address : addresses) {
            // RFC 5321 §5.1: each address of a host is tried, until one of them has taken or refused the message.
            try {
                return attempt(new ClientWay(address, nameOf(host, address), peer), delivery);
            } catch (IOException e) {
                failures.add(new Outcome.Deferred(e.getMessage(), Optional.empty()));
            } catch (ClientFailure e) {
                switch (e.outcome()) {
                    case Outcome.Deferred deferred -> failures.add(deferred);
                    case Outcome.Refused refused -> {
                        return delivery.end(refused);
                    }
                    case Outcome.Unfit unfit -> {
                        return delivery.end(unfit);
                    }
                    case Outcome.Delivered delivered -> throw new IllegalStateException("delivered, and a failure");
                }
            }
        }
        return delivery.end(join(failures));
    }

    /**
     * @throws IOException when nobody could be talked to at this address
     * @throws ClientFailure when somebody there would not hear of any mail
     */
    private Delivery attempt(ClientWay way, ClientDelivery delivery) throws IOException, ClientFailure {
        try {
            return connect(way, delivery);
        } catch (ChunkingException e) {
            // Not with RSET and DATA on the same connection: an answer there could belong to anything.
            return attempt(way.withoutChunking(), delivery);
        } catch (ClientTlsException e) {
            if (way.needsTls()) {
                if (e.isLasting()) {
                    throw new ClientFailure(RequiredTls.missing(delivery.envelope(), e.getMessage()));
                }
                throw e;
            }
            // RFC 7435 §3: some protection most of the time, and mail all of the time.
            Logger.warn("{}; going on in the clear", e.getMessage());
            return attempt(way.inTheClear(), delivery);
        }
    }

    private Delivery connect(ClientWay way, ClientDelivery delivery) throws IOException, ClientFailure {
        try (Connection connection = connector.connect(way.address(), way.name())) {
            stalls.watch(connection);
            try {
                var dialogue = new ClientDialogue(way.name(), connection, transcripts.apply(way.address()));
                return converse(dialogue, way, delivery);
            } finally {
                stalls.forget(connection);
            }
        }
    }

    private Delivery converse(ClientDialogue dialogue, ClientWay way, ClientDelivery delivery)
            throws IOException, ClientFailure {
        ClientExtensions offers;
        try {
            offers = begin(dialogue, way, delivery.envelope());
        } catch (ClientFailure e) {
            quit(dialogue);
            throw e;
        }
        try {
            Delivery done = delivery.over(new ClientSession(dialogue, timeouts, offers, clock));
            quit(dialogue);
            return done;
        } catch (ClientFailure e) {
            quit(dialogue);
            return delivery.end(e.outcome());
        } catch (ChunkingException e) {
            throw e;
        } catch (IOException e) {
            // Out of step, perhaps within the message: a QUIT would be taken for text.
            return delivery.end(Outcome.deferred(e.getMessage()));
        }
    }

    /** @return the offers that count */
    private ClientExtensions begin(ClientDialogue dialogue, ClientWay way, Envelope envelope)
            throws IOException, ClientFailure {
        ClientExtensions offers = tls.begin(dialogue, way, envelope, hello.begin(dialogue));
        if (way.peer().login().isEmpty()) {
            return way.use().apply(offers.withoutAuth());
        }
        new ClientAuth(dialogue, timeouts.mail()).logIn(way.peer().login().get(), offers);
        return way.use().apply(offers);
    }

    /** Says goodbye. What happens now changes no outcome. */
    private void quit(ClientDialogue dialogue) {
        try {
            dialogue.ask("QUIT", timeouts.quit());
        } catch (IOException e) {
            // The peer left first, or is slow: all that matters is said.
        }
    }

    private static Outcome join(List<Outcome.Deferred> failures) {
        String why = failures.stream().map(Outcome.Deferred::why).collect(Collectors.joining("; "));
        Optional<Reply> reply =
                failures.stream().flatMap(failure -> failure.reply().stream()).findFirst();
        return new Outcome.Deferred(why, reply);
    }

    private static String nameOf(String host, InetSocketAddress address) {
        String literal = address.getAddress().getHostAddress();
        return host.equals(literal)
                ? host + " port " + address.getPort()
                : host + " (" + literal + ") port " + address.getPort();
    }

    @Override
    public void close() {
        stalls.close();
    }
}
