/**
 * Bringing mail to next hops: a queue for each hop with its back-off, the workers, their fair turns, and what became
 * of each attempt.
 *
 * <p>It doesn't know when an entry is due, nor how a hop is found or spoken to. Read {@link
 * mailserver.queue.delivery.NextHopQueues} first.
 */
package mailserver.queue.delivery;
