package mailserver.sasl;

/** Where an exchange stands: it waits for a message of the client. Nothing in it changes, so it may be asked again. */
public interface Exchange {
    /** Takes any octets at all, and never throws for what they are. */
    Step respond(byte[] message);
}
