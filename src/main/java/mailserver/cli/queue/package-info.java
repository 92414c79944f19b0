/**
 * The commands that show the queue and change it, with a server or without one.
 *
 * <p>It doesn't know when the queue tries again. Read {@link mailserver.cli.queue.QueueCommand} first.
 */
package mailserver.cli.queue;
