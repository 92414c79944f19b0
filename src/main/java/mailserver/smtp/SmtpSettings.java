package mailserver.smtp;

import java.time.Duration;

/**
 * What bounds a session.
 *
 * @param messageSize the largest message in octets on the wire
 * @param recipients  how many a message may have
 * @param errors      how many 5xx answers a client gets before it is shown the door
 */
public record SmtpSettings(String hostname, long messageSize, int recipients, int errors, Duration idle) {}
