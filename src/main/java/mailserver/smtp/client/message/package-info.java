/**
 * A stored message as a peer is to get it: without the trace of final delivery, converted, with its true end.
 *
 * <p>It doesn't know what the peer can do, nor how it is sent. Read {@link
 * mailserver.smtp.client.message.OutgoingMessage} first.
 */
package mailserver.smtp.client.message;
