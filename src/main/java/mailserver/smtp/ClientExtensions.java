package mailserver.smtp;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * What a peer offered in its answer to EHLO, as far as the client makes use of it.
 *
 * @param sizeLimit the largest message it takes; empty when it offers SIZE without a limit, or no SIZE (RFC 1870 §4)
 */
record ClientExtensions(
        boolean pipelining, boolean eightBitMime, boolean smtpUtf8, boolean size, OptionalLong sizeLimit) {
    static final ClientExtensions NONE = new ClientExtensions(false, false, false, false, OptionalLong.empty());

    /** Reads the answer to EHLO: a line that greets, then one with a keyword for each extension (RFC 5321 §4.1.1.1). */
    static ClientExtensions of(Reply ehlo) {
        ClientExtensions all = NONE;
        for (String line : ehlo.lines().subList(1, ehlo.lines().size())) {
            String[] words = line.strip().toUpperCase(Locale.ROOT).split("\\s+");
            all = switch (words[0]) {
                case "PIPELINING" ->
                    new ClientExtensions(true, all.eightBitMime, all.smtpUtf8, all.size, all.sizeLimit);
                case "8BITMIME" -> new ClientExtensions(all.pipelining, true, all.smtpUtf8, all.size, all.sizeLimit);
                case "SMTPUTF8" ->
                    new ClientExtensions(all.pipelining, all.eightBitMime, true, all.size, all.sizeLimit);
                case "SIZE" -> new ClientExtensions(all.pipelining, all.eightBitMime, all.smtpUtf8, true, limit(words));
                default -> all;
            };
        }
        return all;
    }

    /** RFC 1870 §4: a limit of 0 is none. */
    private static OptionalLong limit(String[] words) {
        return words.length > 1 && words[1].matches("0*[1-9][0-9]{0,17}")
                ? OptionalLong.of(Long.parseLong(words[1]))
                : OptionalLong.empty();
    }
}
