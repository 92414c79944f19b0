package mailserver.server;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import mailserver.config.value.Peer;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.queue.delivery.DeliveryAgent.ConnectResult;
import mailserver.queue.delivery.DeliveryAgent.HopConnection;
import mailserver.server.ExchangerSearch.Place;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;

/**
 * A connection to one of a domain's exchangers, with those that come behind it: what fails there for now is tried at the next host in
 * the same round, for the recipients for whom it failed (RFC 5321 §5.1). A refusal is final, and so is a delivery. Where an answer got
 * lost, the round is over: the host may have the message, and the next one would make a second one of it.
 */
final class ExchangerRound implements HopConnection {
    private static final int SERVICE_CLOSES = 421;

    private final Function<Peer, ConnectResult> agent;
    private final List<Place> rest;
    private final HopConnection connection;
    private final Place place;
    private boolean unclear;

    /**
     * @param connection stands at this place
     * @param rest     the places behind it
     */
    ExchangerRound(Function<Peer, ConnectResult> agent, HopConnection connection, Place place, List<Place> rest) {
        this.agent = agent;
        this.connection = connection;
        this.place = place;
        this.rest = List.copyOf(rest);
    }

    @Override
    public Map<Address, RecipientOutcome> deliver(Envelope envelope, Path eml) {
        var outcomes = new LinkedHashMap<>(connection.deliver(envelope, eml));
        unclear = connection.mayHaveIt();
        String last = place.host().name();
        for (Place next : rest) {
            Set<Address> open = deferred(envelope, outcomes);
            if (open.isEmpty() || unclear) {
                break;
            }
            if (!next.host().name().equals(last)
                    && agent.apply(next.peer()) instanceof ConnectResult.Connected(HopConnection other)) {
                last = next.host().name();
                other.deliver(to(open, envelope), eml)
                        .forEach((address, outcome) -> outcomes.merge(address, outcome, ExchangerRound::better));
                unclear = other.mayHaveIt();
                // The next message begins at the first host again.
                other.close();
            }
        }
        return outcomes;
    }

    /** What a host said of the message says more than that another one broke off, or closes (RFC 5321 §3.8). */
    private static RecipientOutcome better(RecipientOutcome before, RecipientOutcome now) {
        return now instanceof RecipientOutcome.Deferred(String why, Optional<Reply> reply)
                        && reply.filter(said -> said.code() != SERVICE_CLOSES).isEmpty()
                ? before
                : now;
    }

    private static Set<Address> deferred(Envelope envelope, Map<Address, RecipientOutcome> outcomes) {
        return envelope.addresses().stream()
                .filter(address ->
                        outcomes.get(address) instanceof RecipientOutcome.Deferred || !outcomes.containsKey(address))
                .collect(Collectors.toSet());
    }

    private static Envelope to(Set<Address> some, Envelope envelope) {
        return envelope.to(envelope.recipients().stream()
                .filter(recipient -> some.contains(recipient.address()))
                .toList());
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public boolean mayHaveIt() {
        return unclear;
    }

    @Override
    public void close() {
        connection.close();
    }
}
