package mailserver.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Unicode text in the letters, digits and hyphens that a domain label may hold, and back (RFC 3492). Made for labels: with text of
 * thousands of characters the numbers would overflow.
 */
final class Punycode {
    // RFC 3492 §5.
    private static final int BASE = 36;
    private static final int LEAST_THRESHOLD = 1;
    private static final int MOST_THRESHOLD = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int FIRST_BIAS = 72;
    private static final int FIRST_POINT = 0x80;

    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";

    private Punycode() {}

    /** RFC 3492 §6.3. */
    static String encode(String text) {
        int[] points = text.codePoints().toArray();
        var encoded = new StringBuilder();
        text.codePoints().filter(c -> c < FIRST_POINT).forEach(encoded::appendCodePoint);
        int basic = encoded.length();
        if (basic > 0) {
            encoded.append('-');
        }
        int bias = FIRST_BIAS;
        int delta = 0;
        int done = basic;
        int point = FIRST_POINT;
        while (done < points.length) {
            int next = smallest(points, point);
            delta += (next - point) * (done + 1);
            point = next;
            for (int c : points) {
                if (c < point) {
                    delta++;
                } else if (c == point) {
                    append(encoded, delta, bias);
                    bias = adapted(delta, done + 1, done == basic);
                    delta = 0;
                    done++;
                }
            }
            delta++;
            point++;
        }
        return encoded.toString();
    }

    private static int smallest(int[] points, int least) {
        int smallest = Character.MAX_CODE_POINT;
        for (int c : points) {
            if (c >= least && c < smallest) {
                smallest = c;
            }
        }
        return smallest;
    }

    /** A number of variable length (RFC 3492 §3.3). */
    private static void append(StringBuilder encoded, int number, int bias) {
        int rest = number;
        int k = BASE;
        for (int t = threshold(k, bias); rest >= t; t = threshold(k, bias)) {
            encoded.append(DIGITS.charAt(t + (rest - t) % (BASE - t)));
            rest = (rest - t) / (BASE - t);
            k += BASE;
        }
        encoded.append(DIGITS.charAt(rest));
    }

    /** RFC 3492 §6.2; empty for what is no lower-case Punycode. */
    static Optional<String> decode(String encoded) {
        int hyphen = encoded.lastIndexOf('-');
        List<Integer> points = new ArrayList<>();
        encoded.chars().limit(Math.max(hyphen, 0)).forEach(points::add);
        int at = hyphen + 1;
        int bias = FIRST_BIAS;
        long point = FIRST_POINT;
        long place = 0;
        while (at < encoded.length()) {
            long before = place;
            long weight = 1;
            int k = BASE;
            boolean more = true;
            while (more) {
                int digit = at < encoded.length() ? DIGITS.indexOf(encoded.charAt(at++)) : -1;
                place += digit * weight;
                if (digit < 0 || place > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
                int t = threshold(k, bias);
                more = digit >= t;
                weight *= BASE - t;
                k += BASE;
            }
            int count = points.size() + 1;
            bias = adapted((int) (place - before), count, before == 0);
            point += place / count;
            place %= count;
            if (point > Character.MAX_CODE_POINT) {
                return Optional.empty();
            }
            points.add((int) place++, (int) point);
        }
        var text = new StringBuilder();
        points.forEach(text::appendCodePoint);
        return Optional.of(text.toString());
    }

    private static int threshold(int k, int bias) {
        return Math.clamp(k - bias, LEAST_THRESHOLD, MOST_THRESHOLD);
    }

    /** RFC 3492 §6.1. */
    private static int adapted(int delta, int points, boolean first) {
        int rest = delta / (first ? DAMP : 2);
        rest += rest / points;
        int k = 0;
        while (rest > (BASE - LEAST_THRESHOLD) * MOST_THRESHOLD / 2) {
            rest /= BASE - LEAST_THRESHOLD;
            k += BASE;
        }
        return k + (BASE - LEAST_THRESHOLD + 1) * rest / (rest + SKEW);
    }
}
