/**
 * The commands that start, stop and reload a server, and the process that serves.
 *
 * <p>It doesn't know what the server does with mail. Read {@link mailserver.cli.serve.RunningServer} first.
 */
package mailserver.cli.serve;
