package mailserver.queue;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import mailserver.mail.Address;

/**
 * One message to be brought to one hop, for some of its recipients. It waits in the hop's lane until a worker takes it.
 *
 * @param due since when it could go: those that became due earlier go first, so a message on which a hop fails stands behind all
 *     others at the next try and holds none of them up
 */
record Errand(Job job, Hop hop, List<Address> recipients, int priority, Instant due) {
    /** The order within a lane: RFC 6710 §4.1 first, then time. No two errands of one lane are the same in it. */
    static final Comparator<Errand> ORDER = Comparator.comparingInt(Errand::priority)
            .reversed()
            .thenComparing(Errand::due)
            .thenComparing(errand -> errand.job().arrived())
            .thenComparing(errand -> errand.job().id())
            // A message may have two errands in a lane, but never one recipient in both.
            .thenComparing(errand -> errand.recipients().getFirst().toString());

    Errand {
        recipients = List.copyOf(recipients);
    }
}
