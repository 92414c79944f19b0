package mailserver.smtp.client;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import mailserver.mail.DeliverBy;
import mailserver.mail.Notify;
import mailserver.mail.Notify.Event;
import mailserver.smtp.Reply;
import mailserver.smtp.client.connection.ClientExtensions;

/**
 * What a sender's deliver-by time means on the way to a peer (RFC 2852 §4.1.4). HOLDFOR and HOLDUNTIL mean nothing there: the
 * time to wait was spent here.
 *
 * @param asked   by when, where the sender said so
 * @param offered the peer keeps such times
 * @param now     when MAIL is said
 */
record ClientDeadline(Optional<DeliverBy> asked, boolean offered, Instant now) {
    static ClientDeadline of(Optional<DeliverBy> asked, ClientExtensions offers, Instant now) {
        return new ClientDeadline(asked, offers.deliverBy(), now);
    }

    /**
     * Why a message that comes back at its deadline can't go to this peer (§4.1.4.1).
     *
     * @return the answer to it
     */
    static Optional<Reply> obstacle(Optional<DeliverBy> asked, ClientExtensions offers, Instant now) {
        if (asked.filter(DeliverBy::returns).isEmpty()) {
            return Optional.empty();
        }
        if (!offers.deliverBy()) {
            return Optional.of(
                    Reply.of(550, 3, 3, "the next server can't keep the time by which it was to be delivered"));
        }
        // Nothing can be told to be over in no time (§4).
        long least = Math.max(offers.deliverByMinimum(), 1);
        long left = asked.get().secondsLeft(now);
        return left < least
                ? Optional.of(Reply.of(
                        550,
                        4,
                        7,
                        "the next server needs " + least + " seconds to deliver it, and " + left + " are left"))
                : Optional.empty();
    }

    /** What goes with MAIL: the seconds that are left, which may be fewer than none. */
    Optional<String> parameter() {
        return asked.filter(by -> offered).map(by -> "BY=" + by.secondsLeft(now) + ";" + by.how());
    }

    /** A peer that will say nothing at the deadline shall at least tell of delays (§4.1.4.2). */
    Notify notices(Notify notices) {
        if (!isGivenUp() || notices.equals(Notify.NEVER)) {
            return notices;
        }
        Set<Event> events = new HashSet<>(notices.asked().orElse(Set.of(Event.FAILURE)));
        events.add(Event.DELAY);
        return new Notify(Optional.of(events));
    }

    /** Whether the sender is to hear of this very hop, success asked for or not (§4.1.4, §4.1.4.2). */
    boolean tellsOfHop() {
        return asked.filter(DeliverBy::traced).isPresent() || isGivenUp();
    }

    /** The time is not over yet, and from here on nobody keeps it. */
    private boolean isGivenUp() {
        return asked.filter(by -> !offered && !by.isPast(now)).isPresent();
    }
}
