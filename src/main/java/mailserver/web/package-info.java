/**
 * The HTTP interface: mailboxes, sending, queue, transcripts, events and the server's state as JSON, for programs and pages. Must not
 * know the command line; nothing of the server knows of it.
 */
package mailserver.web;
