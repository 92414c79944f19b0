/**
 * Mail on its way to peers: entries and their files, the times of the tries, and the runner that makes them.
 *
 * <p>The files are the truth. What is in memory is an index over them, rebuilt at every start.
 */
package mailserver.queue;
