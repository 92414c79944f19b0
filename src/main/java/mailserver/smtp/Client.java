package mailserver.smtp;

import java.net.InetAddress;

/**
 * Whom a session talks to.
 *
 * @param trusted its address is in one of the networks that may relay without a login
 * @param hello   what it calls itself, empty before HELO
 */
public record Client(InetAddress address, boolean trusted, String hello, boolean extended) {
    /** RFC 3848. */
    String protocol() {
        return extended ? "ESMTP" : "SMTP";
    }

    Client greeted(String name, boolean withExtensions) {
        return new Client(address, trusted, name, withExtensions);
    }
}
