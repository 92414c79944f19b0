/**
 * How a client proves who it is (RFC 4422): PLAIN, LOGIN and SCRAM-SHA-256 as steps, messages in and messages out.
 *
 * <p>It doesn't know a connection, nor who has an account. Read {@link mailserver.sasl.Mechanism} first.
 */
package mailserver.sasl;
