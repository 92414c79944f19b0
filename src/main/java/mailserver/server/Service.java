package mailserver.server;

import java.util.List;
import mailserver.config.Configuration;
import mailserver.config.value.HostPort;
import mailserver.config.value.Network;

/** What can be had at a port, by the names that IANA has for it (RFC 6409, RFC 8314 §7). */
public enum Service {
    SMTP("smtp", "[smtp] listen", false),
    SUBMISSION("submission", "[submission] listen", false),
    SUBMISSIONS("submissions", "[submission] listen_tls", true),
    POP3("pop3", "[pop3] listen", false),
    POP3S("pop3s", "[pop3] listen_tls", true);

    private final String label;
    private final String key;
    private final boolean implicitTls;

    Service(String label, String key, boolean implicitTls) {
        this.label = label;
        this.key = key;
        this.implicitTls = implicitTls;
    }

    public String label() {
        return label;
    }

    /** Where in the configuration its ports stand. */
    String key() {
        return key;
    }

    /** TLS from the first octet. */
    boolean implicitTls() {
        return implicitTls;
    }

    boolean isPop3() {
        return this == POP3 || this == POP3S;
    }

    public List<HostPort> places(Configuration configuration) {
        return switch (this) {
            case SMTP -> configuration.smtp().listen();
            case SUBMISSION -> configuration.submission().listen();
            case SUBMISSIONS -> configuration.submission().listenTls();
            case POP3 -> configuration.pop3().listen();
            case POP3S -> configuration.pop3().listenTls();
        };
    }

    /** Who says whom he brings there. */
    List<Network> proxyFrom(Configuration configuration) {
        return switch (this) {
            case SMTP -> configuration.smtp().proxyFrom();
            case SUBMISSION, SUBMISSIONS -> configuration.submission().proxyFrom();
            case POP3, POP3S -> configuration.pop3().proxyFrom();
        };
    }

    /**
     * Whether the server starts without it when another program, or another home's server, has the port: nobody asked for it by
     * name, and the mail comes in and goes out through the other ports.
     */
    boolean isDispensable(HostPort place) {
        return this != SMTP
                && this != POP3
                && places(Configuration.defaults("localhost")).contains(place);
    }
}
