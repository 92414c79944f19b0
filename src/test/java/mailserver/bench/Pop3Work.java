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
 * @param tls      after STLS
 */
public record Pop3Work(
        InetSocketAddress server, List<String> users, String password, int sessions, Kind kind, boolean tls) {
    /** Between login and QUIT. */
    public enum Kind {
        /** STAT and UIDL. */
        LIST,
        /** STAT, and RETR of everything. */
        RETR
    }
}
