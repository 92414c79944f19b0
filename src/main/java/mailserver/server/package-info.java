/**
 * Listeners, sessions, mail system: the whole server as one object that can be started twice in one JVM.
 *
 * <p>It doesn't know the command line. Read {@link mailserver.server.MailServer} first.
 */
package mailserver.server;
