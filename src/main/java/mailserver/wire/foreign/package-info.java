/**
 * Finds out who speaks another protocol to us, by the first octets or the first line, so that a session can end at
 * once.
 *
 * <p>It doesn't know what is answered; each protocol says that itself. Read {@link
 * mailserver.wire.foreign.ForeignGuard} first.
 */
package mailserver.wire.foreign;
