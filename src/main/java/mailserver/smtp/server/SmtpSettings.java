package mailserver.smtp.server;

import java.time.Duration;
import mailserver.wire.BareNewlines;

/**
 * What bounds a session.
 *
 * @param messageSize the largest message in octets on the wire
 * @param recipients  how many a message may have
 * @param errors      how many mistakes a client may make before it is shown the door
 */
public record SmtpSettings(
        String hostname, long messageSize, int recipients, int errors, Duration idle, BareNewlines bareNewlines) {}
