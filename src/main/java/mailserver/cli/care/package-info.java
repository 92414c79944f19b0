/**
 * The commands that look after a home: its mail, its copies, its way in and out.
 *
 * <p>It doesn't know how any of it is done. Read {@link mailserver.cli.care.ScrubCommand} first.
 */
package mailserver.cli.care;
