/**
 * Mailboxes over HTTP: lists, messages, searches, drafts, and mail that is handed in. Must not know how a message is read apart, nor
 * where it goes.
 */
package mailserver.web.mailbox;
