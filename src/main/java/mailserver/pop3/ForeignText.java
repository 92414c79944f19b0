package mailserver.pop3;

import mailserver.wire.ForeignProtocol;

/** The one line that somebody hears who speaks another protocol. */
final class ForeignText {
    private ForeignText() {}

    static Text of(ForeignProtocol protocol, Channel channel) {
        return switch (protocol) {
            case TLS -> channel.canBeSecured() ? new Text.TlsBehindStls() : withoutStls(channel);
            case HTTP, RTSP, SIP, SSH, PROXY, REDIS, MEMCACHED -> new Text.Foreign(protocol.label());
            case HEADER -> new Text.UnknownCommand();
            case BINARY -> new Text.NotText();
            case UNKNOWN -> new Text.TooManyErrors();
        };
    }

    private static Text withoutStls(Channel channel) {
        return channel.isSecured() ? new Text.TlsAlready() : new Text.NoTls();
    }
}
