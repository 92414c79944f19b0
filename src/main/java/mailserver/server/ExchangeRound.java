package mailserver.server;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/**
 * A connection to one of a domain's exchangers, with those that come behind it: what fails there for now is tried at the next host in
 * the same round, for the recipients for whom it failed (RFC 5321 §5.1). A refusal is final, and so is a delivery. Where an answer got
 * lost, the round is over: the host may have the message, and the next one would make a second one of it.
 */
final class ExchangeRound implements Carriage {
    private final Function<Peer, Trip> courier;
    private final List<Place> rest;
    private Carriage carriage;
    private Place place;
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
        for (Place next : rest.subList(rest.indexOf(place) + 1, rest.size())) {
            Set<Address> open = deferred(envelope, outcomes);
            if (open.isEmpty() || unclear) {
                break;
            }
            if (!next.host().name().equals(last)
                    && courier.apply(next.peer()) instanceof Trip.Arrived(Carriage other)) {
                last = next.host().name();
                outcomes.putAll(other.deliver(to(open, envelope), eml));
                unclear = other.mayHaveIt();
                leaveOne(other, next);
            }
        }
        return outcomes;
    }

    /** The next message goes to the host that comes first, unless that has closed. */
    private void leaveOne(Carriage other, Place next) {
        if (carriage.isOpen() || !other.isOpen()) {
            other.close();
        } else {
            carriage.close();
            carriage = other;
            place = next;
        }
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
