/**
 * What an administrator writes: the configuration, the accounts, the aliases and the pseudo-DNS of the class room.
 *
 * <p>Everything here is read once into immutable values; a reader collects every fault of a file, with its line, before
 * it gives up, so that one run of {@code check} is enough to repair a file.
 */
package mailserver.config;
