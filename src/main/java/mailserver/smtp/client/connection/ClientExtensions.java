package mailserver.smtp.client.connection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import mailserver.smtp.Reply;
import mailserver.wire.text.AsciiCase;

/**
 * What a peer offered in its answer to EHLO (RFC 5321 §4.1.1.1).
 *
 * @param offers the parameters of each keyword, all in upper case
 */
public record ClientExtensions(Map<String, List<String>> offers) {
    static final ClientExtensions NONE = new ClientExtensions(Map.of());

    private static final Pattern SIZE_LIMIT = Pattern.compile("0*[1-9][0-9]{0,17}");
    private static final String CHUNKING = "CHUNKING";
    private static final String AUTH = "AUTH";
    private static final String DELIVERBY = "DELIVERBY";
    private static final String REQUIRETLS = "REQUIRETLS";

    public ClientExtensions {
        offers = Map.copyOf(offers);
    }

    /** Reads the answer to EHLO: a line that greets, then one with a keyword and its parameters for each extension. */
    static ClientExtensions of(Reply ehlo) {
        var offers = new HashMap<String, List<String>>();
        for (String line : ehlo.lines().subList(1, ehlo.lines().size())) {
            List<String> words = List.of(AsciiCase.upper(line.strip()).split("\\s+"));
            offers.putIfAbsent(words.getFirst(), words.subList(1, words.size()));
        }
        return new ClientExtensions(offers);
    }

    /** RFC 2920. */
    public boolean pipelining() {
        return offers.containsKey("PIPELINING");
    }

    /** RFC 6152. */
    public boolean eightBitMime() {
        return offers.containsKey("8BITMIME");
    }

    /** RFC 6531. */
    public boolean smtpUtf8() {
        return offers.containsKey("SMTPUTF8");
    }

    /** RFC 3461. */
    public boolean dsn() {
        return offers.containsKey("DSN");
    }

    /** RFC 3030. BINARYMIME is no matter: what came so is stored as text, and no message here needs it. */
    public boolean chunking() {
        return offers.containsKey(CHUNKING);
    }

    /** The same peer, less an extension that it has offered and doesn't have. */
    ClientExtensions withoutChunking() {
        return without(CHUNKING);
    }

    /** RFC 3207. */
    boolean startTls() {
        return offers.containsKey("STARTTLS");
    }

    /** The ways to log in (RFC 4954 §3). */
    public List<String> auth() {
        return offers.getOrDefault(AUTH, List.of());
    }

    /** The same peer, to whom nobody has logged in. */
    ClientExtensions withoutAuth() {
        return without(AUTH);
    }

    /** RFC 8689. */
    public boolean requireTls() {
        return offers.containsKey(REQUIRETLS);
    }

    /** The same offers by somebody of whom nobody knows who it is, so that this one counts for nothing (RFC 8689 §2). */
    ClientExtensions withoutRequireTls() {
        return without(REQUIRETLS);
    }

    private ClientExtensions without(String keyword) {
        var others = new HashMap<>(offers);
        others.remove(keyword);
        return new ClientExtensions(others);
    }

    /** RFC 6710. */
    public boolean priorities() {
        return offers.containsKey("MT-PRIORITY");
    }

    /** RFC 2852. */
    public boolean deliverBy() {
        return offers.containsKey(DELIVERBY);
    }

    /** In how many seconds it can have a message delivered, or else return it; 1 where it says nothing (RFC 2852 §2). */
    public long deliverByMinimum() {
        return offers.getOrDefault(DELIVERBY, List.of()).stream()
                .limit(1)
                .map(parameter -> parameter.split(",", 2)[0])
                .filter(minimum -> minimum.matches("[0-9]{1,9}"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(1);
    }

    /** RFC 1870. */
    public boolean size() {
        return offers.containsKey("SIZE");
    }

    /** The largest message it takes; empty when it names no limit, or 0, which is none (RFC 1870 §4). */
    public OptionalLong sizeLimit() {
        return offers.getOrDefault("SIZE", List.of()).stream()
                .limit(1)
                .filter(limit -> SIZE_LIMIT.matcher(limit).matches())
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    /** RFC 9422. */
    ClientLimits limits() {
        return ClientLimits.of(offers.getOrDefault("LIMITS", List.of()));
    }
}
