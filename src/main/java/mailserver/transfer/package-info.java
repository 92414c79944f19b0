/**
 * Mail that moves in from what people had before, and out again: mbox, Maildir, MH, .eml, POP3.
 *
 * <p>It doesn't know the running server, nor the command line. Read {@link mailserver.transfer.Importer} first.
 */
package mailserver.transfer;
