/**
 * Where mail for a domain goes, as DNS says it (RFC 5321 §5.1).
 *
 * <p>Nothing here asks anybody before {@link mailserver.dns.Exchangers#find} is called.
 */
package mailserver.dns;
