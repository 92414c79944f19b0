/**
 * The control socket, by which a command speaks with a running server: requests, answers, both ends.
 *
 * <p>It doesn't know what a request does. Read {@link mailserver.control.ControlRequest} first.
 */
package mailserver.control;
