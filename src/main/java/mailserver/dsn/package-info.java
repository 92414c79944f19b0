/** Delivery reports: a record becomes the bytes of an RFC 3464 message. */
package mailserver.dsn;
