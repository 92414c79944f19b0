/**
 * Certificates and keys: made, read and trusted; what a connection needs to become a TLS one.
 *
 * <p>It doesn't know what is said over the connection. Read {@link mailserver.tls.ServerTls} first.
 */
package mailserver.tls;
