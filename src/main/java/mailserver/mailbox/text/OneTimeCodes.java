package mailserver.mailbox.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what a message wants typed in somewhere: four to eight digits, or capitals and digits mixed, that stand by themselves in the
 * neighbourhood of a word such as code; and a line that is nothing else.
 */
public final class OneTimeCodes {
    private static final int NEAR = 80;
    private static final int MOST = 20;

    private static final Pattern WORDS = Pattern.compile(
            "(?iu)\\b(?:(?:pass)?code|pin|otp|tan|token|verif\\w*|confirm\\w*|one[- ]time|best\u00e4tigungs\\w*|kennwort|einmal\\w*)\\b");
    /** Not within a longer number, a price, a time, an address or a link. */
    private static final Pattern DIGITS =
            Pattern.compile("(?<![\\w.,:/@#+\u20ac$-])(?:\\d{4,8}|\\d{3}[- ]\\d{3})(?![\\w/@%\u20ac$-]|[.,:]\\d)");

    private static final Pattern MIXED = Pattern.compile(
            "(?<![\\w.,:/@#+-])(?=[A-Z0-9-]*\\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9]{3,5}-?[A-Z0-9]{1,5}(?![\\w/@-]|[.,:]\\d)");
    /** The beginning of a telephone number. */
    private static final Pattern PHONE = Pattern.compile("\\+\\d[\\d ()/-]*$");

    private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d\\d");

    private OneTimeCodes() {}

    public static List<String> in(String text) {
        Set<String> near = new LinkedHashSet<>();
        Set<String> alone = new LinkedHashSet<>();
        for (Pattern kind : List.of(DIGITS, MIXED)) {
            Matcher found = kind.matcher(text);
            while (found.find() && near.size() + alone.size() < MOST) {
                String code = found.group();
                if (PHONE.matcher(text.substring(Math.max(0, found.start() - NEAR), found.start()))
                        .find()) {
                    continue;
                }
                if (isNearWord(text, found.start(), found.end())) {
                    if (!YEAR.matcher(code).matches() || isAlone(text, found.start(), found.end())) {
                        near.add(code);
                    }
                } else if (isAlone(text, found.start(), found.end())
                        && !YEAR.matcher(code).matches()) {
                    alone.add(code);
                }
            }
        }
        near.addAll(alone);
        return List.copyOf(near);
    }

    private static boolean isNearWord(String text, int start, int end) {
        int from = Math.max(0, start - NEAR);
        int to = Math.min(text.length(), end + NEAR);
        return WORDS.matcher(text.substring(from, start)).find()
                || WORDS.matcher(text.substring(end, to)).find();
    }

    private static boolean isAlone(String text, int start, int end) {
        int lineStart = text.lastIndexOf('\n', start) + 1;
        int next = text.indexOf('\n', end);
        return text.substring(lineStart, next < 0 ? text.length() : next)
                .strip()
                .equals(text.substring(start, end));
    }
}
