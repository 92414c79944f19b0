/**
 * The queue as it is shown, to people in words and to programs as JSON. Must not know who looks, nor how to change anything.
 */
package mailserver.queue.look;
