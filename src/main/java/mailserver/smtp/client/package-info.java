/**
 * The SMTP client: one mail transaction after the other over one connection to a peer, an outcome for each recipient.
 *
 * <p>It doesn't know which peer is asked, nor when it is tried again. Read {@link mailserver.smtp.client.SmtpClient}
 * first.
 */
package mailserver.smtp.client;
