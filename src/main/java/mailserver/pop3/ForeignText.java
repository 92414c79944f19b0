package mailserver.pop3;

import mailserver.wire.foreign.ForeignProtocol;

/** The one line that somebody hears who speaks another protocol. */
final class ForeignText {
    private ForeignText() {}

    static ReplyText of(ForeignProtocol protocol, SessionChannel channel) {
        return switch (protocol) {
            case TLS -> channel.canBeSecured() ? new ReplyText.TlsBehindStls() : withoutStls(channel);
            case HTTP, RTSP, SIP, SSH, PROXY, REDIS, MEMCACHED -> new ReplyText.Foreign(protocol.label());
            case HEADER -> new ReplyText.UnknownCommand();
            case BINARY -> new ReplyText.NotText();
            case UNKNOWN -> new ReplyText.TooManyErrors();
        };
    }

    private static ReplyText withoutStls(SessionChannel channel) {
        return channel.isSecured() ? new ReplyText.TlsAlready() : new ReplyText.NoTls();
    }
}
