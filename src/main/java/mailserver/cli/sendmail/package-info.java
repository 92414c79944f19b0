/**
 * The program that other programs hand their mail to, by the name and with the options that they know.
 *
 * <p>It doesn't know where mail goes. Read {@link mailserver.cli.sendmail.Sendmail} first.
 */
package mailserver.cli.sendmail;
