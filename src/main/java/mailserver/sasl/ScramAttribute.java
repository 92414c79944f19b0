package mailserver.sasl;

import java.util.Optional;

/** A field of a SCRAM message, {@code attr-val = ALPHA "=" value} (RFC 5802 §7). */
final class ScramAttribute {
    private ScramAttribute() {}

    /** The value, never empty, of a field with this letter. */
    static Optional<String> value(char letter, String field) {
        return field.length() > 2 && field.charAt(0) == letter && field.charAt(1) == '='
                ? Optional.of(field.substring(2))
                : Optional.empty();
    }

    /** Whether all these fields, which mean nothing here, at least look like it: §5.1 has them ignored. */
    static boolean all(String[] fields, int from, int to) {
        for (int i = from; i < to; i++) {
            if (fields[i].isEmpty()
                    || !isLetter(fields[i].charAt(0))
                    || value(fields[i].charAt(0), fields[i]).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
