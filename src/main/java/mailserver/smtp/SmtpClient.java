package mailserver.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import mailserver.mail.Address;
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
        List<InetSocketAddress> addresses;
        try {
            addresses = connector.addresses(host, port);
        } catch (IOException e) {
            return complete(envelope, Map.of(), Outcome.deferred(e.getMessage()));
        }
        var failures = new ArrayList<Outcome.Deferred>();
        for (InetSocketAddress address : addresses) {
            // RFC 5321 §5.1: each address of a host is tried, until one of them has taken or refused the message.
            try {
                return attempt(address, nameOf(host, address), envelope, eml);
            } catch (IOException e) {
                failures.add(new Outcome.Deferred(e.getMessage(), Optional.empty()));
            } catch (ClientFailure e) {
                switch (e.outcome()) {
                    case Outcome.Deferred deferred -> failures.add(deferred);
                    case Outcome.Refused refused -> {
                        return complete(envelope, Map.of(), refused);
                    }
                    case Outcome.Delivered delivered -> throw new IllegalStateException("delivered, and a failure");
                }
            }
        }
        return complete(envelope, Map.of(), join(failures));
    }

    /**
     * @throws IOException when nobody could be talked to at this address
     * @throws ClientFailure when somebody there would not hear of any mail
     */
    private Delivery attempt(InetSocketAddress address, String name, Envelope envelope, Path eml)
            throws IOException, ClientFailure {
        try (Connection connection = connector.connect(address, name)) {
            stalls.watch(connection);
            try {
                return converse(new ClientDialogue(name, connection, transcripts.apply(address)), envelope, eml);
            } finally {
                stalls.forget(connection);
            }
        }
    }

    private Delivery converse(ClientDialogue dialogue, Envelope envelope, Path eml) throws IOException, ClientFailure {
        ClientExtensions extensions;
        try {
            extensions = hello.begin(dialogue);
        } catch (ClientFailure e) {
            quit(dialogue);
            throw e;
        }
        var transaction = new ClientTransaction(dialogue, timeouts, extensions, envelope, eml);
        Outcome rest;
        try {
            rest = transaction.run();
            quit(dialogue);
        } catch (ClientFailure e) {
            rest = e.outcome();
            quit(dialogue);
        } catch (IOException e) {
            // Out of step, perhaps within the message: a QUIT would be taken for text.
            rest = Outcome.deferred(e.getMessage());
        }
        return complete(envelope, transaction.answers(), rest);
    }

    /** Says goodbye. What happens now changes no outcome. */
    private void quit(ClientDialogue dialogue) {
        try {
            dialogue.ask("QUIT", timeouts.quit());
        } catch (IOException e) {
            // The peer left first, or is slow: all that matters is said.
        }
    }

    private static Delivery complete(Envelope envelope, Map<Address, Outcome> answers, Outcome rest) {
        var outcomes = new LinkedHashMap<Address, Outcome>();
        envelope.addresses().forEach(recipient -> outcomes.put(recipient, answers.getOrDefault(recipient, rest)));
        return new Delivery(outcomes);
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
