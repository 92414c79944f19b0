/**
 * Addresses, envelopes and their parameters, trace header fields, names and measures of a message.
 *
 * <p>It doesn't know where mail is kept, how it travels, nor what is in its body. Read {@link
 * mailserver.mail.Envelope} first.
 */
package mailserver.mail;
