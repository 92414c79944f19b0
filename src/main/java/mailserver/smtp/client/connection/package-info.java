/**
 * The way to a peer until mail can be handed over: connect, greeting, EHLO, STARTTLS, AUTH, and what the peer offers.
 *
 * <p>It doesn't know any message's recipients. Read {@link mailserver.smtp.client.connection.ClientHandshake} first.
 */
package mailserver.smtp.client.connection;
