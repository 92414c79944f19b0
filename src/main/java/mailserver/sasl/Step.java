package mailserver.sasl;

import mailserver.mail.Address;

/** What the server makes of a message. */
public sealed interface Step {
    /** To be sent; whatever the client answers goes to {@code next}. */
    record Challenge(byte[] octets, Exchange next) implements Step {}

    /** The client is who it says; nothing more is sent but that. */
    record Success(Address account) implements Step {}

    /** The exchange is over, and for nothing. */
    sealed interface Failed extends Step {
        /** For the log. A client hears of what is malformed, of nothing else. */
        String why();
    }

    /**
     * Wrong name, wrong password, or no right to be somebody else; which of them is nobody's business.
     *
     * @param user as the client wrote it
     */
    record Denied(String user, String why) implements Failed {}

    /** Not a message of this mechanism. */
    record Malformed(String why) implements Failed {}
}
