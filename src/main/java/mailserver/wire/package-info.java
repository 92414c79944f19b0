/**
 * Octets and lines on a connection: bounded CRLF lines, dot-stuffing, chunks, deadlines for every wait.
 *
 * <p>It doesn't know what the lines mean, nor which protocol they belong to. Read {@link mailserver.wire.Connection}
 * first.
 */
package mailserver.wire;
