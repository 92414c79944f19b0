/**
 * Durable writes, Maildirs, and the maildrop that POP3 sees of one.
 *
 * <p>It doesn't know any protocol, nor whose mail it is. Read {@link mailserver.store.Maildir} first.
 */
package mailserver.store;
