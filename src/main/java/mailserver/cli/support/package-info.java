/**
 * What all commands share: the home they look into, exit codes, failures in words, calls to a running server.
 *
 * <p>It doesn't know any one command. Read {@link mailserver.cli.support.HomeOption} first.
 */
package mailserver.cli.support;
