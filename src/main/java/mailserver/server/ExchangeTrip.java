package mailserver.server;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
import mailserver.config.HostPort;
import mailserver.config.Peer;
import mailserver.dns.Exchange;
import mailserver.dns.Exchange.Obstacle;
import mailserver.dns.ExchangeHost;
import mailserver.dns.Exchangers;
import mailserver.queue.Courier;
import mailserver.queue.Courier.Trip;
import mailserver.smtp.Outcome;
import mailserver.smtp.Reply;
import mailserver.wire.IpText;

/** Goes to the first of a domain's mail exchangers that takes mail (RFC 5321 §5.1); {@link ExchangeRound} goes on from there. */
final class ExchangeTrip {
    /** Each may cost a timeout, and the queue comes again. */
    private static final int MOST_PLACES = 10;

    /** Servers of the world are not asked in between: they owe us nothing, and it would take DNS to find them. */
    private static final boolean NO_PROBES = true;

    /** Of one host, where there are others: a round goes to two at least. */
    private static final int MOST_OF_ONE_HOST = 5;

    /** One address of an exchanger. */
    record Place(ExchangeHost host, Peer peer) {}

    private final Exchangers exchangers;
    private final IntSupplier port;
    private final Function<Peer, Trip> courier;

    /**
     * @param port    where exchangers listen
     * @param courier goes to one place
     */
    ExchangeTrip(Exchangers exchangers, IntSupplier port, Function<Peer, Trip> courier) {
        this.exchangers = exchangers;
        this.port = port;
        this.courier = courier;
    }

    /** May take as long as DNS, too. */
    Trip to(String domain) {
        return switch (exchangers.find(domain)) {
            case Exchange.Hosts hosts -> toOneOf(places(hosts));
            case Exchange.Nowhere(Obstacle obstacle, String why) ->
                nowhere(new Outcome.Unfit(Reply.of(obstacle.code(), obstacle.subject(), obstacle.detail(), why)));
            // RFC 3463 §3.5, X.4.3: not a reply, for nobody has spoken.
            case Exchange.Unknown(String why) -> nowhere(Outcome.deferred(why + " (4.4.3)"));
        };
    }

    private static Trip nowhere(Outcome outcome) {
        return new Trip.Failed(outcome, NO_PROBES, Set.of());
    }

    private List<Place> places(Exchange.Hosts hosts) {
        int smtp = port.getAsInt();
        int each = hosts.inOrder().size() > 1 ? MOST_OF_ONE_HOST : MOST_PLACES;
        return hosts.inOrder().stream()
                .flatMap(host -> host.addresses().stream()
                        .limit(each)
                        .map(address -> new Place(host, Peer.at(new HostPort(IpText.of(address), smtp)))))
                .limit(MOST_PLACES)
                .toList();
    }

    private Trip toOneOf(List<Place> places) {
        var reasons = new ArrayList<String>();
        var tried = new HashSet<InetAddress>();
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            switch (courier.apply(place.peer())) {
                case Trip.Arrived(Courier.Carriage carriage) -> {
                    return new Trip.Arrived(
                            new ExchangeRound(courier, carriage, place, places.subList(i + 1, places.size())));
                }
                case Trip.Failed failed -> {
                    tried.addAll(failed.tried());
                    if (!(failed.outcome() instanceof Outcome.Deferred deferred)) {
                        return failed;
                    }
                    reasons.add(place.host().name() + ": " + deferred.why());
                }
            }
        }
        return new Trip.Failed(Outcome.deferred(String.join("; ", reasons)), NO_PROBES, tried);
    }
}
