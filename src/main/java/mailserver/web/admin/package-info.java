/** Queue, hops, transcripts, events and state over HTTP, for administrators and for what watches the server. Must not know the page. */
package mailserver.web.admin;
