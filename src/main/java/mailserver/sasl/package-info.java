/**
 * How a client proves who it is, SASL (RFC 4422), in whatever protocol: messages in, messages out, no connection.
 *
 * <p>A session picks a {@link mailserver.sasl.Mechanism}, and takes one {@link mailserver.sasl.Step} after the other
 * until there are no more challenges. What goes over the wire in base64 is read by {@link mailserver.sasl.Response}.
 */
package mailserver.sasl;
