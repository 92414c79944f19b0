package mailserver.smtp;

import java.util.OptionalLong;
import mailserver.mail.MailParameters;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;

/** What a client may ask, read and checked for its grammar; the session never sees raw text. */
public sealed interface Command {
    /** RFC 5321 §4.1.1.1. */
    record Helo(String name) implements Command {}

    /** RFC 5321 §4.1.1.1. */
    record Ehlo(String name) implements Command {}

    /**
     * RFC 5321 §4.1.1.2, with the parameters of RFC 1870 and RFC 6152.
     *
     * @param size what the client says the message will have, in octets on the wire
     */
    record Mail(ReversePath sender, OptionalLong size, MailParameters parameters) implements Command {}

    /** RFC 5321 §4.1.1.3. */
    record Rcpt(Recipient recipient) implements Command {}

    /** RFC 5321 §4.1.1.4. */
    record Data() implements Command {}

    /** RFC 5321 §4.1.1.5. */
    record Rset() implements Command {}

    /** RFC 5321 §4.1.1.9. */
    record Noop() implements Command {}

    /** RFC 5321 §4.1.1.6. */
    record Vrfy(String whom) implements Command {}

    /** RFC 5321 §4.1.1.8. */
    record Help() implements Command {}

    /** RFC 5321 §4.1.1.10. */
    record Quit() implements Command {}

    /** Something that can't be served, with the answer to it. */
    record Wrong(Reply reply) implements Command {}
}
