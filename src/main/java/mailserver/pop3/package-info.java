/**
 * The POP3 server's session: commands, states, answers in several languages (RFC 1939, RFC 2449, RFC 3206, RFC 6856).
 *
 * <p>It doesn't know where passwords come from, nor how a maildrop is stored. Read {@link mailserver.pop3.Session}
 * first.
 */
package mailserver.pop3;
