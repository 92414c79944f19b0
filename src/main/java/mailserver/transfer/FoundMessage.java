package mailserver.transfer;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import mailserver.wire.OctetSink;

/**
 * A message of another program.
 *
 * @param came     when it came, as that program says; else its header is asked
 * @param lastWord when it came if its header doesn't say, either
 * @param flags    as a Maildir has them, in any order
 * @param seen     whether its owner knows that it is there
 * @param body     all of it, header first
 */
record FoundMessage(Optional<Instant> came, Optional<Instant> lastWord, String flags, boolean seen, Body body) {
    /** Writes a message's octets, with LF or CRLF line ends; to be called once, and before the next message is read. */
    @FunctionalInterface
    interface Body {
        void writeTo(OctetSink sink) throws IOException;
    }
}
