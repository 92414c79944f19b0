package mailserver.smtp;

import java.net.InetAddress;
import mailserver.mail.MailParameters;

/**
 * Whom a session talks to.
 *
 * @param trusted its address is in one of the networks that may relay without a login
 * @param hello   what it calls itself, empty before HELO
 */
public record Client(InetAddress address, boolean trusted, String hello, boolean extended) {
    /** What a Received line says a message came with (RFC 3848, RFC 6531 §4.3). */
    String protocol(MailParameters parameters) {
        if (parameters.utf8()) {
            return "UTF8SMTP";
        }
        return extended ? "ESMTP" : "SMTP";
    }

    Client greeted(String name, boolean withExtensions) {
        return new Client(address, trusted, name, withExtensions);
    }
}
