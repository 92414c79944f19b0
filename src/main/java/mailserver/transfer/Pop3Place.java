package mailserver.transfer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailserver.config.value.HostPort;

/**
 * A mailbox on another server, {@code USER@HOST[:PORT]}, where USER may be an address itself. {@code pop3s://} in front, or the port
 * 995, means TLS from the first octet.
 *
 * @param tls TLS from the first octet (RFC 8314); else STLS, where the server has it
 */
public record Pop3Place(String user, HostPort server, boolean tls) {
    private static final int POP3 = 110;
    private static final int POP3S = 995;
    private static final Pattern FORM =
            Pattern.compile("(?:(pop3s?)://)?(.+)@(\\[[^\\]]+\\]|[^@:/\\[\\]]+)(?::(\\d{1,5}))?/?");

    /** Empty for what is none. */
    public static Optional<Pop3Place> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || form.group(2).matches(".*\\p{Cntrl}.*")) {
            return Optional.empty();
        }
        boolean implicit = "pop3s".equals(form.group(1))
                || form.group(1) == null
                        && (form.group(4) == null || form.group(4).equals("995"));
        String port = form.group(4) == null ? String.valueOf(implicit ? POP3S : POP3) : form.group(4);
        return HostPort.parse(form.group(3) + ":" + port)
                .filter(server -> server.port() > 0)
                .map(server -> new Pop3Place(form.group(2), server, implicit));
    }

    /** What messages there are remembered by, with their UIDL. */
    String name(String uid) {
        return "pop3 " + server.host() + " " + user + " " + uid;
    }
}
