package mailserver.mail;

import java.util.Optional;

/**
 * What the sender asked for with MAIL that stays with a message on all its way (RFC 5321 §4.1.1.11).
 *
 * @param body       what its octets are
 * @param utf8       SMTPUTF8: addresses or header fields hold UTF-8 (RFC 6531 §3.4)
 * @param returned   how much of the message a report of failure shall bring back
 * @param envelopeId ENVID: what the sender calls this transaction, in reports (RFC 3461 §4.4)
 * @param requireTls REQUIRETLS: over TLS with known servers, or not at all (RFC 8689 §4.1)
 * @param timing     not before, not after, before which others
 */
public record MailParameters(
        Body body,
        boolean utf8,
        Optional<Return> returned,
        Optional<Xtext> envelopeId,
        boolean requireTls,
        Timing timing) {
    /** What holds when a client says nothing. */
    public static final MailParameters NONE =
            new MailParameters(Body.SEVEN_BIT, false, Optional.empty(), Optional.empty());

    /** The RET parameter (RFC 3461 §4.3). */
    public enum Return {
        FULL,
        HDRS
    }

    /** For a message that may go by any way at any time. */
    public MailParameters(Body body, boolean utf8, Optional<Return> returned, Optional<Xtext> envelopeId) {
        this(body, utf8, returned, envelopeId, false, Timing.NONE);
    }

    /** A message without any of it but its kind of octets. */
    public static MailParameters of(Body body) {
        return NONE.with(body);
    }

    public MailParameters with(Body other) {
        return new MailParameters(other, utf8, returned, envelopeId, requireTls, timing);
    }

    public MailParameters asUtf8(boolean is) {
        return new MailParameters(body, is, returned, envelopeId, requireTls, timing);
    }

    public MailParameters requiringTls(boolean is) {
        return new MailParameters(body, utf8, returned, envelopeId, is, timing);
    }

    public MailParameters timed(Timing other) {
        return new MailParameters(body, utf8, returned, envelopeId, requireTls, other);
    }
}
