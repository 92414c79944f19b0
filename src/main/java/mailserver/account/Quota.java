package mailserver.account;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailserver.config.file.BadValueException;

/**
 * How much a mailbox may hold, as a line of the accounts file says it behind a hash: {@code quota=1G}, with the units that Dovecot's
 * {@code userdb_quota_rule=*:storage=1G} has, which counts, too.
 */
public final class Quota {
    /** No mailbox ever gets there. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final String UNITS = "kmgt";
    private static final Pattern FIELD =
            Pattern.compile("(?:^|[:\\s])(quota|userdb_quota_rule=\\*:storage)=([^:\\s]*)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})([kmgt]?)(?:i?b)?");

    private Quota() {}

    /** @param fields what stands behind the secret */
    public static Optional<Long> of(String fields) throws BadValueException {
        Matcher field = FIELD.matcher(fields);
        if (!field.find()) {
            return Optional.empty();
        }
        // Dovecot's storage is in kilobytes where it says no unit.
        boolean bare = field.group(1).startsWith("userdb") && field.group(2).matches("[0-9]+");
        Optional<Long> size = parse(field.group(2) + (bare ? "k" : ""));
        if (size.isEmpty() && field.group(1).equals("quota")) {
            throw new BadValueException(BadValueException.quoted("quota=" + field.group(2))
                    + " is not a size such as quota=1G (K, M, G, T), or quota=unlimited");
        }
        return size;
    }

    /** As it is written behind a hash. */
    static String field(long octets) {
        return ":quota=" + (octets == UNLIMITED ? "unlimited" : octets);
    }

    private static Optional<Long> parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("unlimited") || lower.matches("0+[kmgt]?")) {
            return Optional.of(UNLIMITED);
        }
        Matcher size = SIZE.matcher(lower);
        if (!size.matches()) {
            return Optional.empty();
        }
        int shift = 10 * (UNITS.indexOf(size.group(2)) + 1) * (size.group(2).isEmpty() ? 0 : 1);
        long count = Long.parseLong(size.group(1));
        return count <= UNLIMITED >> shift ? Optional.of(count << shift) : Optional.empty();
    }
}
