package mailserver.server;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
import mailserver.config.value.HostPort;
import mailserver.config.value.Peer;
import mailserver.dns.ExchangeHost;
import mailserver.dns.MailExchange;
import mailserver.dns.MailExchange.Obstacle;
import mailserver.dns.MailExchangers;
import mailserver.queue.delivery.DeliveryAgent;
import mailserver.queue.delivery.DeliveryAgent.ConnectResult;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;
import mailserver.wire.text.IpText;

/** Goes to the first of a domain's mail exchangers that takes mail (RFC 5321 §5.1); {@link ExchangerRound} goes on from there. */
final class ExchangerSearch {
    /** Each may cost a timeout, and the queue comes again. */
    private static final int MOST_PLACES = 10;

    /** Servers of the world are not asked in between: they owe us nothing, and it would take DNS to find them. */
    private static final boolean NO_PROBES = true;

    /** Of one host, where there are others: a round goes to two at least. */
    private static final int MOST_OF_ONE_HOST = 5;

    /** One address of an exchanger. */
    record Place(ExchangeHost host, Peer peer) {}

    private final MailExchangers exchangers;
    private final IntSupplier port;
    private final Function<Peer, ConnectResult> agent;

    /**
     * @param port    where exchangers listen
     * @param agent   goes to one place
     */
    ExchangerSearch(MailExchangers exchangers, IntSupplier port, Function<Peer, ConnectResult> agent) {
        this.exchangers = exchangers;
        this.port = port;
        this.agent = agent;
    }

    /** May take as long as DNS, too. */
    ConnectResult to(String domain) {
        return switch (exchangers.find(domain)) {
            case MailExchange.Hosts hosts -> toOneOf(places(hosts));
            case MailExchange.Nowhere(Obstacle obstacle, String why) ->
                nowhere(new RecipientOutcome.Unfit(
                        Reply.of(obstacle.code(), obstacle.subject(), obstacle.detail(), why)));
            // RFC 3463 §3.5, X.4.3: not a reply, for nobody has spoken.
            case MailExchange.Unknown(String why) -> nowhere(RecipientOutcome.deferred(why + " (4.4.3)"));
        };
    }

    private static ConnectResult nowhere(RecipientOutcome outcome) {
        return new ConnectResult.Failed(outcome, NO_PROBES, Set.of());
    }

    private List<Place> places(MailExchange.Hosts hosts) {
        int smtp = port.getAsInt();
        int each = hosts.inOrder().size() > 1 ? MOST_OF_ONE_HOST : MOST_PLACES;
        return hosts.inOrder().stream()
                .flatMap(host -> host.addresses().stream()
                        .limit(each)
                        .map(address -> new Place(host, Peer.at(new HostPort(IpText.of(address), smtp)))))
                .limit(MOST_PLACES)
                .toList();
    }

    private ConnectResult toOneOf(List<Place> places) {
        var reasons = new ArrayList<String>();
        var tried = new HashSet<InetAddress>();
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            switch (agent.apply(place.peer())) {
                case ConnectResult.Connected(DeliveryAgent.HopConnection connection) -> {
                    return new ConnectResult.Connected(
                            new ExchangerRound(agent, connection, place, places.subList(i + 1, places.size())));
                }
                case ConnectResult.Failed failed -> {
                    tried.addAll(failed.tried());
                    if (!(failed.outcome() instanceof RecipientOutcome.Deferred deferred)) {
                        return failed;
                    }
                    reasons.add(place.host().name() + ": " + deferred.why());
                }
            }
        }
        return new ConnectResult.Failed(RecipientOutcome.deferred(String.join("; ", reasons)), NO_PROBES, tried);
    }
}
