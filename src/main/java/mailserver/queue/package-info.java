/**
 * A message in the queue: its entry, the state of each recipient, its next hop, when to try again.
 *
 * <p>It doesn't know files, threads, nor connections. Read {@link mailserver.queue.QueueEntry} first.
 */
package mailserver.queue;
