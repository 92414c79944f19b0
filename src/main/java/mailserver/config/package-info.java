/**
 * The configuration of a server, read once into immutable values, with all faults of all files in one go.
 *
 * <p>It doesn't know who uses the settings, nor when they are read again. Read {@link mailserver.config.Settings}
 * first.
 */
package mailserver.config;
