/**
 * Where mail for a domain goes, as DNS says it (RFC 5321 §5.1). Nothing is asked before it is needed.
 *
 * <p>It doesn't know what is sent there. Read {@link mailserver.dns.MailExchangers} first.
 */
package mailserver.dns;
