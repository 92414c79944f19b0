/** The program that other programs hand their mail to, by the name and with the options that they know. */
package mailserver.cli.sendmail;
