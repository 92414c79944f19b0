/**
 * Delivery reports: a record becomes the octets of a multipart/report (RFC 3464, RFC 6522).
 *
 * <p>It doesn't know when a report is due, nor how it travels. Read {@link mailserver.dsn.DeliveryReport} first.
 */
package mailserver.dsn;
