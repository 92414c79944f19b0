package mailserver.queue.look;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.queue.delivery.NextHopStatus;
import mailserver.wire.text.DurationText;

/**
 * What is known beside the entries themselves, and what they wait for in the light of it.
 *
 * @param running a server is there to try anything
 * @param hops    what it says of the next hops
 * @param paused  domains whose mail stays
 */
public record QueueView(boolean running, List<NextHopStatus> hops, Set<String> paused, Instant now) {
    boolean isPaused(RecipientState recipient) {
        return recipient.isOpen() && paused.contains(recipient.address().domain());
    }

    /** The hop that is down, if that is what a recipient waits for. */
    Optional<NextHopStatus> down(RecipientState recipient) {
        return recipient.isOpen() ? down(recipient.address().domain()) : Optional.empty();
    }

    private Optional<NextHopStatus> down(String domain) {
        return NextHopStatus.down(hops).stream()
                .filter(hop -> hop.domains().contains(domain))
                .findFirst();
    }

    /** How it stands with a recipient, in words. */
    public String state(QueueEntry entry, RecipientState recipient) {
        String status = recipient.status().name().toLowerCase(Locale.ROOT);
        String why = recipient
                .lastReply()
                .map(reply -> String.join(" ", reply.wireLines()))
                .orElse(recipient.lastError());
        return switch (recipient.status()) {
            case WAITING -> waiting(entry, recipient, why);
            case TRYING -> because(running ? status : "was being tried", why);
            case RELAYED -> because("relayed, the report is due", why);
            case DELIVERED, RETURNED, SILENT, LOST -> because(status, why);
        };
    }

    private String waiting(QueueEntry entry, RecipientState recipient, String why) {
        if (entry.held()) {
            return because("held", why);
        }
        if (isPaused(recipient)) {
            return because("paused", why);
        }
        if (!running) {
            return because("waits for a server to start", why);
        }
        return down(recipient)
                .flatMap(this::peerDown)
                .orElseGet(() -> because(
                        // Its sender wants it held back (RFC 4865); nobody else is to be blamed for it.
                        (entry.since().isAfter(now) ? "to be sent " : "next try ") + until(recipient.nextTry()), why));
    }

    /** Empty when it isn't. */
    private Optional<String> peerDown(NextHopStatus hop) {
        return hop.trouble()
                .map(down -> because(
                        "peer " + hop.hop() + " down for " + age(down.since()) + ", next try " + until(down.nextTry()),
                        down.why()));
    }

    /**
     * How it stands with a hop, in words.
     *
     * @param domain one of those whose mail goes there
     */
    public String hop(String hop, String domain) {
        if (!running) {
            return "up or down is not known while no server runs: " + hop;
        }
        return down(domain)
                .or(() -> NextHopStatus.down(hops).stream()
                        .filter(one -> one.hop().equals(hop))
                        .findFirst())
                .flatMap(this::peerDown)
                .orElse("up, as far as is known: " + hop);
    }

    /** What concerns more than one message: the hops that are down although something waits for them, and the pauses. */
    public List<String> notes() {
        var notes = new ArrayList<String>();
        for (NextHopStatus hop : NextHopStatus.down(hops)) {
            if (hop.waiting() + hop.active() > 0) {
                peerDown(hop)
                        .ifPresent(text -> notes.add(text + "; " + messages(hop.waiting())
                                + (hop.waiting() == 1 ? " waits" : " wait") + " for it"));
            }
        }
        paused.forEach(domain -> notes.add("mail for " + domain + " is paused"));
        return notes;
    }

    public static String messages(long count) {
        return count == 1 ? "1 message" : count + " messages";
    }

    private static String because(String state, String why) {
        return why.isEmpty() ? state : state + "; " + why;
    }

    String age(Instant since) {
        return DurationText.text(Duration.between(since, now));
    }

    private String until(Instant time) {
        return time.isAfter(now) ? "in " + DurationText.text(Duration.between(now, time)) : "now";
    }
}
