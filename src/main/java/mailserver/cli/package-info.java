/**
 * The command mailserver: finds the subcommand and leaves its exit code behind.
 *
 * <p>It doesn't know how any of them works. Read {@link mailserver.cli.Main} first.
 */
package mailserver.cli;
