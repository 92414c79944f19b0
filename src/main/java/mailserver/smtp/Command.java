package mailserver.smtp;

import java.util.Optional;
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
     * RFC 5321 §4.1.1.2, with the parameter of RFC 1870 and those that stay with the message.
     *
     * @param size   what the client says the message will have, in octets on the wire
     * @param timing what the parameters are to have of time, when it is agreed to
     */
    record Mail(ReversePath sender, OptionalLong size, MailParameters parameters, TimingRequest timing)
            implements Command {
        Mail(ReversePath sender, OptionalLong size, MailParameters parameters) {
            this(sender, size, parameters, TimingRequest.NONE);
        }
    }

    /** RFC 5321 §4.1.1.3. */
    record Rcpt(Recipient recipient) implements Command {}

    /** RFC 5321 §4.1.1.4. */
    record Data() implements Command {}

    /**
     * RFC 3030 §2.
     *
     * @param octets how many of the message follow the line
     * @param last   they are its end
     */
    record Bdat(long octets, boolean last) implements Command {}

    /** RFC 5321 §4.1.1.5. */
    record Rset() implements Command {}

    /**
     * RFC 4954 §4.
     *
     * @param mechanism its name, in any case
     * @param initial   the first response, in base64
     */
    record Auth(String mechanism, Optional<String> initial) implements Command {
        @Override
        public String toString() {
            return "Auth[" + mechanism + "]";
        }
    }

    /** RFC 3207 §4. */
    record StartTls() implements Command {}

    /** RFC 5321 §4.1.1.9. */
    record Noop() implements Command {}

    /**
     * RFC 5321 §4.1.1.6.
     *
     * @param utf8 the answer may hold UTF-8 (RFC 6531 §3.7.4.2)
     */
    record Vrfy(String whom, boolean utf8) implements Command {}

    /**
     * RFC 1985 §5.
     *
     * @param below it and all domains below it
     */
    record Etrn(String domain, boolean below) implements Command {}

    /**
     * RFC 5321 §4.1.1.8.
     *
     * @param topic the command to explain, or none to list them
     */
    record Help(Optional<Verb> topic) implements Command {}

    /** RFC 5321 §4.1.1.10. */
    record Quit() implements Command {}

    /** Something that can't be served, with the answer to it. */
    record Wrong(Reply reply) implements Command {}

    /** The same, of the kind behind which nobody knows where the next command begins: the session ends. */
    record Unframed(Reply reply) implements Command {}
}
