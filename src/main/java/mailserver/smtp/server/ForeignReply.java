package mailserver.smtp.server;

import mailserver.smtp.Reply;
import mailserver.wire.foreign.ForeignProtocol;

/** The one line that somebody hears who speaks another protocol. */
final class ForeignReply {
    private ForeignReply() {}

    /** RFC 5321 §3.8: 421 is the reply behind which a server may close. */
    static Reply to(ForeignProtocol protocol, Access access, boolean secured) {
        return Reply.of(421, 7, 0, "that is " + protocol.label() + "; " + advice(protocol, access, secured));
    }

    private static String advice(ForeignProtocol protocol, Access access, boolean secured) {
        if (protocol != ForeignProtocol.TLS || secured) {
            return "this port speaks SMTP, goodbye";
        }
        return access.tls().isPresent()
                ? "on this port it begins with STARTTLS, goodbye"
                : "this server has no certificate, and so no TLS, goodbye";
    }
}
