package mailserver.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import mailserver.wire.text.IpText;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.WireParseException;

/**
 * Asks name servers, one after the other until one has an answer, and all of them once more with more patience; by UDP, and by
 * TCP what is too long for that. Not by dnsjava's ExtendedResolver, which knows no end for the whole.
 */
final class NameServers implements Resolver {
    /** How long to wait for one server in each round: a packet gets lost, or a server is far away. */
    private static final List<Duration> PATIENCE = List.of(Duration.ofSeconds(2), Duration.ofSeconds(4));

    /** No more than the three that resolv.conf(5) allows. */
    private static final int SERVERS = 3;

    private final Supplier<List<InetSocketAddress>> servers;

    /** @param servers asked at each question, because a laptop is carried around */
    NameServers(Supplier<List<InetSocketAddress>> servers) {
        this.servers = servers;
    }

    @Override
    public Answer ask(Name name, int type, TimeToLive left) {
        AliasChain chain = new AliasChain(name, type);
        while (true) {
            switch (askAll(chain, left)) {
                case AliasChain.Step.End end -> {
                    return end.answer();
                }
                case AliasChain.Step.On on -> chain = on.chain();
            }
        }
    }

    private AliasChain.Step askAll(AliasChain chain, TimeToLive left) {
        List<InetSocketAddress> known = servers.get();
        var troubles = new ArrayList<String>();
        for (Duration patience : PATIENCE) {
            for (InetSocketAddress server : known.subList(0, Math.min(known.size(), SERVERS))) {
                try {
                    AliasChain.Step step = chain.read(exchange(server, chain, left.atMost(patience)));
                    if (!(step instanceof AliasChain.Step.End(Answer.Failed failed))) {
                        return step;
                    }
                    note(troubles, server, failed.why());
                } catch (IOException e) {
                    note(troubles, server, e.getMessage());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return new AliasChain.Step.End(new Answer.Failed("this server is stopping"));
                }
            }
        }
        String all = known.isEmpty() ? "no name server is known" : String.join("; ", troubles);
        return new AliasChain.Step.End(new Answer.Failed(all));
    }

    /** What was the same in the round before needs not be said twice. */
    private static void note(List<String> troubles, InetSocketAddress server, String why) {
        String text = IpText.of(server.getAddress()) + " port " + server.getPort() + " " + why;
        if (!troubles.contains(text)) {
            troubles.add(text);
        }
    }

    private static Message exchange(InetSocketAddress server, AliasChain chain, Duration patience)
            throws IOException, InterruptedException {
        var resolver = new SimpleResolver(server);
        TimeToLive left = TimeToLive.of(patience);
        Message reply = send(resolver, chain, left);
        if (reply.getRcode() == Rcode.FORMERR) {
            // RFC 6891 §7: it doesn't know EDNS.
            resolver.setEDNS(-1);
            reply = send(resolver, chain, left);
        }
        return reply;
    }

    private static Message send(SimpleResolver resolver, AliasChain chain, TimeToLive left)
            throws IOException, InterruptedException {
        Duration patience = left.get();
        if (patience.isZero()) {
            throw new IOException("was not asked, for want of time");
        }
        resolver.setTimeout(patience);
        Message query = Message.newQuery(Record.newRecord(chain.name(), chain.type(), DClass.IN));
        try {
            return resolver.sendAsync(query, Thread::startVirtualThread)
                    .toCompletableFuture()
                    // Its own timeout counts UDP and TCP apart, and in whole seconds.
                    .get(patience.toMillis() + 1, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("does not answer", e);
        } catch (ExecutionException e) {
            throw new IOException(explain(e.getCause()), e);
        } catch (RuntimeException e) {
            // The library's thread has ended, with this process perhaps.
            throw new IOException("can't be asked: " + e, e);
        }
    }

    private static String explain(Throwable cause) {
        return switch (cause) {
            case SocketTimeoutException timedOut -> "does not answer";
            case PortUnreachableException nobody -> "has no name server";
            case WireParseException garbled -> "sends what is no answer: " + garbled.getMessage();
            default -> "can't be asked: " + cause;
        };
    }
}
