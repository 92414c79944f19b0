/**
 * What both sides of SMTP share: replies, enhanced status codes, verbs and parameters, the parsers of command lines.
 *
 * <p>It doesn't know sockets, nor what a server decides. Read {@link mailserver.smtp.Reply} first.
 */
package mailserver.smtp;
