package mailserver.queue;

import java.time.Instant;
import java.util.List;
import mailserver.mail.Address;

/**
 * One message to be brought to one hop, for some of its recipients. It waits in the hop's lane until a worker takes it.
 *
 * @param due since when it could go: those that became due earlier go first, so a message on which a hop fails stands behind all
 *     others at the next try and holds none of them up
 * @param apart until when it stays apart from the others, because the hop broke off on it: it may be the message that does it. Behind
 *     all others, whatever its priority; and while the hop is well it waits until then. Long ago for any other message
 */
record Errand(Job job, Hop hop, List<Address> recipients, int priority, Instant due, Instant apart)
        implements Comparable<Errand> {
    Errand {
        recipients = List.copyOf(recipients);
    }

    /** One that nothing is held against. */
    Errand(Job job, Hop hop, List<Address> recipients, int priority, Instant due) {
        this(job, hop, recipients, priority, due, Instant.MIN);
    }

    /**
     * The order within a lane: RFC 6710 §4.1 first, then time; behind them what stays apart. By hand, for a lane may be long: a chain of comparators takes five
     * times as long. Not consistent with equals, but no two errands of one lane are the same in it: a message may have several
     * there, and never one recipient in two.
     */
    @Override
    public int compareTo(Errand other) {
        int order = apart.compareTo(other.apart);
        if (order == 0) {
            order = Integer.compare(other.priority, priority);
        }
        if (order == 0) {
            order = due.compareTo(other.due);
        }
        if (order == 0) {
            order = job.arrived().compareTo(other.job.arrived());
        }
        if (order == 0) {
            order = job.id().compareTo(other.job.id());
        }
        return order == 0
                ? recipients
                        .getFirst()
                        .toString()
                        .compareTo(other.recipients.getFirst().toString())
                : order;
    }
}
