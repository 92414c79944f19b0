/**
 * The class-room mode: servers from the assignment's two files and nothing else.
 *
 * <p>It doesn't know how mail is brought on its way. Read {@link mailserver.cli.lab.LabCommand} first.
 */
package mailserver.cli.lab;
