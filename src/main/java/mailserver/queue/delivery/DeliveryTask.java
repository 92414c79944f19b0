package mailserver.queue.delivery;

import java.time.Instant;
import java.util.List;
import mailserver.mail.Address;
import mailserver.queue.NextHop;

/**
 * One message to be brought to one hop, for some of its recipients. It waits in the hop's hop queue until a worker takes it.
 *
 * @param due since when it could go: those that became due earlier go first, so a message on which a hop fails stands behind all
 *     others at the next try and holds none of them up
 * @param apart until when it stays apart from the others, because the hop broke off on it: it may be the message that does it. Behind
 *     all others, whatever its priority; and while the hop is well it waits until then. Long ago for any other message
 */
public record DeliveryTask(
        QueuedEntry queued, NextHop hop, List<Address> recipients, int priority, Instant due, Instant apart)
        implements Comparable<DeliveryTask> {
    public DeliveryTask {
        recipients = List.copyOf(recipients);
    }

    /** One that nothing is held against. */
    public DeliveryTask(QueuedEntry queued, NextHop hop, List<Address> recipients, int priority, Instant due) {
        this(queued, hop, recipients, priority, due, Instant.MIN);
    }

    /**
     * The order within a hop queue: RFC 6710 §4.1 first, then time; behind them what stays apart. By hand, for a hop queue may be long: a chain of comparators takes five
     * times as long. Not consistent with equals, but no two delivery tasks of one hop queue are the same in it: a message may have several
     * there, and never one recipient in two.
     */
    @Override
    public int compareTo(DeliveryTask other) {
        int order = apart.compareTo(other.apart);
        if (order == 0) {
            order = Integer.compare(other.priority, priority);
        }
        if (order == 0) {
            order = due.compareTo(other.due);
        }
        if (order == 0) {
            order = queued.arrived().compareTo(other.queued.arrived());
        }
        if (order == 0) {
            order = queued.id().compareTo(other.queued.id());
        }
        return order == 0
                ? recipients
                        .getFirst()
                        .toString()
                        .compareTo(other.recipients.getFirst().toString())
                : order;
    }
}
