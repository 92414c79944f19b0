package mailserver.server;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import mailserver.config.Peer;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.queue.Courier.Carriage;
import mailserver.queue.Courier.Trip;
import mailserver.server.ExchangeTrip.Place;
import mailserver.smtp.Outcome;
import mailserver.smtp.Reply;

/**
 * A connection to one of a domain's exchangers, with those that come behind it: what fails there for now is tried at the next host in
 * the same round, for the recipients for whom it failed (RFC 5321 §5.1). A refusal is final, and so is a delivery. Where an answer got
 * lost, the round is over: the host may have the message, and the next one would make a second one of it.
 */
final class ExchangeRound implements Carriage {
    private static final int SERVICE_CLOSES = 421;

    private final Function<Peer, Trip> courier;
    private final List<Place> rest;
    private final Carriage carriage;
    private final Place place;
    private boolean unclear;

    /**
     * @param carriage stands at this place
     * @param rest     the places behind it
     */
    ExchangeRound(Function<Peer, Trip> courier, Carriage carriage, Place place, List<Place> rest) {
        this.courier = courier;
        this.carriage = carriage;
        this.place = place;
        this.rest = List.copyOf(rest);
    }

    @Override
    public Map<Address, Outcome> deliver(Envelope envelope, Path eml) {
        var outcomes = new LinkedHashMap<>(carriage.deliver(envelope, eml));
        unclear = carriage.mayHaveIt();
        String last = place.host().name();
        for (Place next : rest) {
            Set<Address> open = deferred(envelope, outcomes);
            if (open.isEmpty() || unclear) {
                break;
            }
            if (!next.host().name().equals(last)
                    && courier.apply(next.peer()) instanceof Trip.Arrived(Carriage other)) {
                last = next.host().name();
                other.deliver(to(open, envelope), eml)
                        .forEach((address, outcome) -> outcomes.merge(address, outcome, ExchangeRound::better));
                unclear = other.mayHaveIt();
                // The next message begins at the first host again.
                other.close();
            }
        }
        return outcomes;
    }

    /** What a host said of the message says more than that another one broke off, or closes (RFC 5321 §3.8). */
    private static Outcome better(Outcome before, Outcome now) {
        return now instanceof Outcome.Deferred(String why, Optional<Reply> reply)
                        && reply.filter(said -> said.code() != SERVICE_CLOSES).isEmpty()
                ? before
                : now;
    }

    private static Set<Address> deferred(Envelope envelope, Map<Address, Outcome> outcomes) {
        return envelope.addresses().stream()
                .filter(address -> outcomes.get(address) instanceof Outcome.Deferred || !outcomes.containsKey(address))
                .collect(Collectors.toSet());
    }

    private static Envelope to(Set<Address> some, Envelope envelope) {
        return envelope.to(envelope.recipients().stream()
                .filter(recipient -> some.contains(recipient.address()))
                .toList());
    }

    @Override
    public boolean isOpen() {
        return carriage.isOpen();
    }

    @Override
    public boolean mayHaveIt() {
        return unclear;
    }

    @Override
    public void close() {
        carriage.close();
    }
}
