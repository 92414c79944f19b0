/**
 * The SMTP server's session: commands, AUTH, transactions, message data as it comes in.
 *
 * <p>It doesn't know who may send, nor where mail goes; MailHandler is asked. Read {@link
 * mailserver.smtp.server.Session} first.
 */
package mailserver.smtp.server;
