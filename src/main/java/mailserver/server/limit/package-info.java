/**
 * Limits by time and by key: guessed passwords, harvested addresses, message rates, logins that wait for their turn.
 *
 * <p>It doesn't know what is answered to whom. Read {@link mailserver.server.limit.FadingCounter} first.
 */
package mailserver.server.limit;
