package mailserver.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import mailserver.config.HostPort;
import mailserver.config.Peer;
import mailserver.dns.Exchange;
import mailserver.dns.Exchange.Obstacle;
import mailserver.dns.ExchangeHost;
import mailserver.dns.Exchangers;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.queue.Courier;
import mailserver.queue.ExchangeCourier;
import mailserver.smtp.Outcome;
import mailserver.smtp.Reply;

/**
 * Brings a message to the first of a domain's mail exchangers that can be talked to (RFC 5321 §5.1). What that one says counts;
 * the others are there for when nobody is.
 */
final class ExchangeDelivery implements ExchangeCourier {
    /** Each may cost a timeout, and the queue comes again. */
    private static final int MOST_PLACES = 10;

    /** RFC 5321 §4.2.2: service not available, closing the transmission channel. Another host may have the service. */
    private static final int NOT_NOW = 421;

    private record Place(ExchangeHost host, Peer peer) {}

    private final Exchangers exchangers;
    private final IntSupplier port;
    private final Courier courier;

    /**
     * @param port    where exchangers listen
     * @param courier brings mail to one place
     */
    ExchangeDelivery(Exchangers exchangers, IntSupplier port, Courier courier) {
        this.exchangers = exchangers;
        this.port = port;
        this.courier = courier;
    }

    @Override
    public Map<Address, Outcome> deliver(String domain, Envelope envelope, Path eml) {
        return switch (exchangers.find(domain)) {
            case Exchange.Hosts hosts -> deliver(places(hosts), envelope, eml);
            case Exchange.Nowhere(Obstacle obstacle, String why) ->
                all(envelope, new Outcome.Unfit(Reply.of(obstacle.code(), obstacle.subject(), obstacle.detail(), why)));
            // RFC 3463 §3.5, X.4.3: not a reply, for nobody has spoken; so other mail for the domain is held back, too.
            case Exchange.Unknown(String why) -> all(envelope, Outcome.deferred(why + " (4.4.3)"));
        };
    }

    private List<Place> places(Exchange.Hosts hosts) {
        int smtp = port.getAsInt();
        return hosts.inOrder().stream()
                .flatMap(host -> host.addresses().stream()
                        .map(address -> new Place(host, Peer.at(new HostPort(address.getHostAddress(), smtp)))))
                .limit(MOST_PLACES)
                .toList();
    }

    private Map<Address, Outcome> deliver(List<Place> places, Envelope envelope, Path eml) {
        var silences = new ArrayList<String>();
        for (Place place : places) {
            Map<Address, Outcome> outcomes = courier.deliver(place.peer(), envelope, eml);
            Optional<String> silence = silence(outcomes);
            if (silence.isEmpty()) {
                return outcomes;
            }
            silences.add(place.host().name() + ": " + silence.get());
        }
        return all(envelope, Outcome.deferred(String.join("; ", silences)));
    }

    /** Why nobody could be talked to there; empty when somebody has said something of some recipient. */
    private static Optional<String> silence(Map<Address, Outcome> outcomes) {
        List<String> silences = outcomes.values().stream()
                .flatMap(outcome -> outcome instanceof Outcome.Deferred(String why, Optional<Reply> reply)
                                && reply.filter(said -> said.code() != NOT_NOW).isEmpty()
                        ? Optional.of(why).stream()
                        : Optional.<String>empty().stream())
                .toList();
        return silences.size() == outcomes.size() ? silences.stream().findFirst() : Optional.empty();
    }

    private static Map<Address, Outcome> all(Envelope envelope, Outcome outcome) {
        return envelope.addresses().stream().collect(Collectors.toMap(Function.identity(), address -> outcome));
    }
}
