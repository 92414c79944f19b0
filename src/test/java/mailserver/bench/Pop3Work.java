package mailserver.bench;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What a POP3 server is loaded with.
 *
 * @param users    one for each connection: a maildrop is for one session at a time
 * @param password of all of them
 * @param sessions on each connection's place, one after the other
 * @param kind     what each session does
 */
public record Pop3Work(
        InetSocketAddress server, List<String> users, String password, int sessions, Kind kind, Tls tls) {
    public enum Tls {
        NONE,
        /** After STLS. */
        STLS,
        /** From the first octet, each connection with a full handshake. */
        FULL,
        /** From the first octet; a connection takes up the session of an earlier one. */
        RESUMED
    }

    /** Between login and QUIT. */
    public enum Kind {
        /** STAT. */
        POLL,
        /** STAT and UIDL. */
        LIST,
        /** STAT, and RETR of everything. */
        RETR
    }
}
