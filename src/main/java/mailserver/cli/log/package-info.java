/**
 * The log of a process: to which files it goes, in which form, and how its lines get there without holding anybody up.
 *
 * <p>It doesn't know what is logged. Read {@link mailserver.cli.log.Logging} first.
 */
package mailserver.cli.log;
