/**
 * Looking after the mail on disk: whether it is still what it was, and how messages are checked one by one at a
 * gentle pace.
 *
 * <p>It doesn't know the command line, nor the running server. Read {@link mailserver.care.Scrub} first.
 */
package mailserver.care;
