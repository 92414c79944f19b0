package mailserver.mailbox.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An invitation (RFC 5545) in words, for who only wants to read it. */
public final class CalendarText {
    /** In the order in which people ask. */
    private static final Map<String, String> SHOWN = Map.of(
            "SUMMARY", "What",
            "DTSTART", "From",
            "DTEND", "To",
            "LOCATION", "Where",
            "ORGANIZER", "By",
            "ATTENDEE", "With",
            "STATUS", "State",
            "RRULE", "Again",
            "DESCRIPTION", "Text");

    private CalendarText() {}

    public static String of(String calendar) {
        var lines = new ArrayList<String>();
        boolean within = false;
        for (String line : unfolded(calendar)) {
            String upper = line.toUpperCase(Locale.ROOT);
            if (upper.equals("BEGIN:VEVENT") || upper.equals("BEGIN:VTODO")) {
                within = true;
                if (!lines.isEmpty()) {
                    lines.add("");
                }
            } else if (upper.equals("END:VEVENT") || upper.equals("END:VTODO") || upper.equals("BEGIN:VALARM")) {
                within = false;
            } else if (within) {
                add(lines, line);
            }
        }
        return lines.isEmpty() ? calendar : String.join("\n", lines) + "\n";
    }

    private static void add(List<String> lines, String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return;
        }
        String[] names = line.substring(0, colon).split(";");
        String label = SHOWN.get(names[0].toUpperCase(Locale.ROOT));
        if (label != null) {
            lines.add(label + ": " + value(line.substring(colon + 1)) + zone(names));
        }
    }

    /** RFC 5545 §3.3.11; times are made readable, addresses lose their scheme. */
    private static String value(String raw) {
        return raw.replace("\\n", "\n")
                .replace("\\N", "\n")
                .replaceAll("\\\\([,;\\\\])", "$1")
                .replaceFirst("(?i)^mailto:", "")
                .replaceFirst("^(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)Z$", "$1-$2-$3 $4:$5 UTC")
                .replaceFirst("^(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)$", "$1-$2-$3 $4:$5")
                .replaceFirst("^(\\d{4})(\\d\\d)(\\d\\d)$", "$1-$2-$3");
    }

    private static String zone(String[] names) {
        for (String parameter : names) {
            if (parameter.toUpperCase(Locale.ROOT).startsWith("TZID=")) {
                return " (" + parameter.substring(5) + ")";
            }
        }
        return "";
    }

    /** RFC 5545 §3.1. */
    private static List<String> unfolded(String calendar) {
        return calendar.replace("\r\n", "\n").replaceAll("\n[ \t]", "").lines().toList();
    }
}
