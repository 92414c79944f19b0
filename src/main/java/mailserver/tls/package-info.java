/** Certificates and keys: made, read, trusted; what a connection needs to become a TLS one. */
package mailserver.tls;
