package mailserver.smtp.server;

import java.net.InetAddress;
import java.util.Optional;
import mailserver.mail.Address;
import mailserver.mail.MailParameters;
import mailserver.smtp.Reply;

/**
 * Whom a session talks to.
 *
 * @param trusted  its address is in one of the networks that may relay without a login
 * @param hello    what it calls itself, empty before HELO
 * @param extended it said EHLO
 * @param secured  nobody else can read what is said
 * @param login    the account that it has logged in to
 */
public record Client(
        InetAddress address,
        boolean trusted,
        String hello,
        boolean extended,
        boolean secured,
        Optional<Address> login) {
    /** Before it has said anything. */
    static Client of(InetAddress address, boolean trusted, boolean secured) {
        return new Client(address, trusted, "", false, secured, Optional.empty());
    }

    /** May it send to other servers through here? */
    public boolean mayRelay() {
        return trusted || login.isPresent();
    }

    /** A host that we trust may relay to any number of addresses that turn out to be none. Strangers who do so are guessing. */
    boolean isAtFault(Reply reply) {
        return trusted ? reply.isMistake() : reply.isPermanent();
    }

    /** What a Received line says a message came with (RFC 3848, RFC 6531 §4.3). */
    String protocol(MailParameters parameters) {
        if (!extended) {
            return "SMTP";
        }
        return (parameters.utf8() ? "UTF8SMTP" : "ESMTP") + (secured ? "S" : "") + (login.isPresent() ? "A" : "");
    }

    Client greeted(String name, boolean withExtensions) {
        return new Client(address, trusted, name, withExtensions, secured, login);
    }

    /** Nothing that was said in the clear counts any more (RFC 3207 §4.2). */
    Client secure() {
        return of(address, trusted, true);
    }

    Client as(Address account) {
        return new Client(address, trusted, hello, extended, secured, Optional.of(account));
    }
}
