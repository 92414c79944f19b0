package mailserver.wire.foreign;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import mailserver.wire.text.AsciiCase;

/** Knows other protocols by the first line that their clients send. It is asked only about lines that are no command of ours. */
final class ForeignLine {
    /** RFC 9110 §9.3 and RFC 4918 §9, with the preface of HTTP/2 (RFC 9113 §3.4) and the commands of UPnP. */
    private static final Set<String> HTTP = words("GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH PRI PROPFIND"
            + " PROPPATCH MKCOL COPY MOVE LOCK UNLOCK REPORT SEARCH M-SEARCH NOTIFY");
    /** RFC 7826 §13. OPTIONS is told from that of HTTP by the version. */
    private static final Set<String> RTSP =
            words("DESCRIBE SETUP PLAY PAUSE TEARDOWN ANNOUNCE RECORD GET_PARAMETER SET_PARAMETER");
    /** RFC 3261 §7.1. */
    private static final Set<String> SIP = words("REGISTER INVITE ACK BYE CANCEL SUBSCRIBE");
    /** Its protocol.txt: they are lower-case, but who comes here may write as it likes. */
    private static final Set<String> MEMCACHED =
            words("GETS GAT GATS CAS APPEND PREPEND REPLACE ADD INCR DECR TOUCH STATS"
                    + " VERSION VERBOSITY FLUSH_ALL MG MS MD MN ME MA WATCH LRU SLABS");
    /** Inline commands; those in RESP begin with the number of their words. SET is memcached's, too. */
    private static final Set<String> REDIS = words("SET PING ECHO INFO CONFIG EVAL SELECT KEYS DEL EXISTS CLIENT"
            + " COMMAND FLUSHALL FLUSHDB SAVE BGSAVE SLAVEOF REPLICAOF MODULE MONITOR SCAN PUBLISH SHUTDOWN PSYNC");

    private static final Pattern VERSION = Pattern.compile("(?:^|\\s)(HTTP|RTSP|SIP)/\\d(?:\\.\\d)?(?:\\s|$)");
    private static final Pattern RESP = Pattern.compile("[*$]-?\\d+");
    /** RFC 9110 §5.1, RFC 5322 §2.2: a name, and a colon right behind it. */
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+:.*");

    private ForeignLine() {}

    private static Set<String> words(String text) {
        return Set.of(text.split(" "));
    }

    static Optional<ForeignProtocol> recognize(String line) {
        String text = line.strip();
        if (text.startsWith("SSH-")) {
            // RFC 4253 §4.2.
            return Optional.of(ForeignProtocol.SSH);
        }
        var version = VERSION.matcher(AsciiCase.upper(text));
        if (version.find()) {
            return Optional.of(ForeignProtocol.valueOf(version.group(1)));
        }
        if (RESP.matcher(text).matches()) {
            return Optional.of(ForeignProtocol.REDIS);
        }
        Optional<ForeignProtocol> known =
                byVerb(AsciiCase.upper(Arrays.asList(text.split("\\s", 2)).getFirst()));
        return known.isPresent() || !HEADER.matcher(text).matches() ? known : Optional.of(ForeignProtocol.HEADER);
    }

    private static Optional<ForeignProtocol> byVerb(String verb) {
        if (HTTP.contains(verb)) {
            return Optional.of(ForeignProtocol.HTTP);
        }
        if (RTSP.contains(verb)) {
            return Optional.of(ForeignProtocol.RTSP);
        }
        if (SIP.contains(verb)) {
            return Optional.of(ForeignProtocol.SIP);
        }
        if (MEMCACHED.contains(verb)) {
            return Optional.of(ForeignProtocol.MEMCACHED);
        }
        if (REDIS.contains(verb)) {
            return Optional.of(ForeignProtocol.REDIS);
        }
        return verb.equals("PROXY") ? Optional.of(ForeignProtocol.PROXY) : Optional.empty();
    }
}
