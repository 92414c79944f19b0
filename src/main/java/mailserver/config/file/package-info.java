/**
 * How a file that an administrator wrote is read: faults with file and line, values as text, files that only their
 * owner reads.
 *
 * <p>It doesn't know what any of these files means. Read {@link mailserver.config.file.Faults} first.
 */
package mailserver.config.file;
