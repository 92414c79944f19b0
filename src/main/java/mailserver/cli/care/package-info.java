/** The commands that look after a home: its mail, its copies, its way in and out. */
package mailserver.cli.care;
