/**
 * The messages of a Maildir as data: listed, searched, read apart, flagged and removed, while POP3 and other programs do the same. Must
 * not know who asks, nor over which protocol.
 */
package mailserver.mailbox;
