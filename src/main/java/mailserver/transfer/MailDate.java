package mailserver.transfer;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads dates as they stand in mail, the old forms and the odd ones included. */
final class MailDate {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    /** RFC 5322 §4.3. */
    private static final Map<String, Integer> ZONES =
            Map.of("EDT", -4, "EST", -5, "CDT", -5, "CST", -6, "MDT", -6, "MST", -7, "PDT", -7, "PST", -8);

    private static final String CLOCK = "(\\d{1,2}):(\\d{2})(?::(\\d{2}))?";
    /** {@code Mon, 3 Jun 2024 11:05:30 +0200}; the day's name, the seconds and the zone may be missing. */
    private static final Pattern HEADER = Pattern.compile(
            "(?:[A-Za-z]+,?\\s*)?(\\d{1,2})[ \\t-]+([A-Za-z]{3})[a-z]*[ \\t-]+(\\d{2,4})\\s+" + CLOCK
                    + "\\s*([+-]\\d{4}|[A-Za-z]+)?.*",
            Pattern.DOTALL);
    /** {@code Mon Jun  3 11:05:30 2024}, with a zone before or behind the year, or none. */
    private static final Pattern ASCTIME = Pattern.compile("[A-Z][a-z]{2},? ([A-Z][a-z]{2}) +(\\d{1,2}) " + CLOCK
            + "(?: ([+-]\\d{4}|[A-Z]{3,4}))?(?: [A-Z]{3,4})? (\\d{4})(?: ([+-]\\d{4}))?");

    private MailDate() {}

    /** The date of a header field. */
    static Optional<Instant> ofHeader(String text) {
        Matcher date = HEADER.matcher(text.strip());
        return date.matches()
                ? instant(date.group(3), date.group(2), date.group(1), date, 4, date.group(7), ZoneOffset.UTC)
                : Optional.empty();
    }

    /** The date of an mbox's From line; without a zone it is local time, as ctime(3) writes it. */
    static Optional<Instant> ofFromLine(String text) {
        Matcher date = ASCTIME.matcher(text);
        return date.matches()
                ? instant(
                        date.group(7),
                        date.group(1),
                        date.group(2),
                        date,
                        3,
                        date.group(8) == null ? date.group(6) : date.group(8),
                        ZoneId.systemDefault())
                : Optional.empty();
    }

    private static Optional<Instant> instant(
            String year, String month, String day, Matcher clock, int first, String zone, ZoneId unsaid) {
        int monthNumber = MONTHS.indexOf(month.toLowerCase(Locale.ROOT)) + 1;
        try {
            String seconds = clock.group(first + 2);
            var time = LocalDateTime.of(
                    year(year),
                    monthNumber,
                    Integer.parseInt(day),
                    Integer.parseInt(clock.group(first)),
                    Integer.parseInt(clock.group(first + 1)),
                    // A leap second.
                    seconds == null ? 0 : Math.min(59, Integer.parseInt(seconds)));
            return Optional.of(time.atZone(zone(zone, unsaid)).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** RFC 5322 §4.3. */
    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        return digits.length() == 4 ? year : digits.length() == 2 && year < 50 ? 2000 + year : 1900 + year;
    }

    private static ZoneId zone(String zone, ZoneId unsaid) {
        if (zone == null) {
            return unsaid;
        }
        if (zone.startsWith("+") || zone.startsWith("-")) {
            int sign = zone.startsWith("-") ? -1 : 1;
            int hours = Integer.parseInt(zone.substring(1, 3));
            int minutes = Integer.parseInt(zone.substring(3, 5));
            return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
        }
        return ZoneOffset.ofHours(ZONES.getOrDefault(zone.toUpperCase(Locale.ROOT), 0));
    }
}
