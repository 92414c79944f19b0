/**
 * The server as a part of tests: every address has a mailbox, the home is thrown away, and JUnit starts and ends it. Must not know the
 * command line; nothing of the server knows of it, and only who uses {@link mailserver.testing.MailServer} needs JUnit.
 */
package mailserver.testing;
