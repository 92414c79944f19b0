/**
 * The running queue: what is due when, what people change with the command or an editor, start and stop.
 *
 * <p>It doesn't know how a hop is found or spoken to; its environment does. Read {@link
 * mailserver.queue.runner.QueueRunner} first.
 */
package mailserver.queue.runner;
