package mailserver.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import mailserver.mail.Envelope;
import mailserver.wire.Connection;
import mailserver.wire.StallGuard;
import mailserver.wire.Transcript;

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
    private final StallGuard stalls;
    private final Function<InetSocketAddress, Transcript> transcripts;

    /**
     * @param hostname    what we call ourselves
     * @param transcripts who listens to the dialogue with a peer
     */
    public SmtpClient(String hostname, ClientTimeouts timeouts, Function<InetSocketAddress, Transcript> transcripts) {
        this.timeouts = timeouts;
        this.connector = new ClientConnector(timeouts.connect());
        this.hello = new ClientHello(hostname, timeouts);
        this.stalls = new StallGuard(timeouts.dataBlock());
        this.transcripts = transcripts;
    }

    /**
     * Tries to deliver one message to one next hop, once.
     *
     * @param eml the stored message, with LF line ends; a Return-Path on top is left out
     */
    public Delivery deliver(String host, int port, Envelope envelope, Path eml) {
        if (envelope.recipients().isEmpty()) {
            return new Delivery(Map.of());
        }
        var delivery = new ClientDelivery(envelope, eml);
        List<InetSocketAddress> addresses;
        try {
            addresses = connector.addresses(host, port);
        } catch (IOException e) {
            return delivery.end(Outcome.deferred(e.getMessage()));
        }
        var failures = new ArrayList<Outcome.Deferred>();
        for (InetSocketAddress address : addresses) {
            // RFC 5321 §5.1: each address of a host is tried, until one of them has taken or refused the message.
            try {
                return attempt(address, nameOf(host, address), delivery);
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
    private Delivery attempt(InetSocketAddress address, String name, ClientDelivery delivery)
            throws IOException, ClientFailure {
        try {
            return connect(address, name, delivery, UnaryOperator.identity());
        } catch (ChunkingException e) {
            // Not with RSET and DATA on the same connection: an answer there could belong to anything.
            return connect(address, name, delivery, ClientExtensions::withoutChunking);
        }
    }

    private Delivery connect(
            InetSocketAddress address, String name, ClientDelivery delivery, UnaryOperator<ClientExtensions> use)
            throws IOException, ClientFailure {
        try (Connection connection = connector.connect(address, name)) {
            stalls.watch(connection);
            try {
                return converse(new ClientDialogue(name, connection, transcripts.apply(address)), delivery, use);
            } finally {
                stalls.forget(connection);
            }
        }
    }

    private Delivery converse(ClientDialogue dialogue, ClientDelivery delivery, UnaryOperator<ClientExtensions> use)
            throws IOException, ClientFailure {
        ClientExtensions offers;
        try {
            offers = use.apply(hello.begin(dialogue));
        } catch (ClientFailure e) {
            quit(dialogue);
            throw e;
        }
        try {
            Delivery done = delivery.over(new ClientSession(dialogue, timeouts, offers));
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
