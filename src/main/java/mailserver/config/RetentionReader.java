package mailserver.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import mailserver.config.file.BadValueException;
import mailserver.config.value.Retention;
import mailserver.mail.Address;

/** Reads {@code [retention]}: for how many days mailboxes keep messages, and which have a number of their own. */
final class RetentionReader {
    private static final int LONGEST = 3650;

    private RetentionReader() {}

    static Retention read(Section section, Retention defaults) {
        Retention retention = new Retention(
                section.value("days", RetentionReader::days).orElse(defaults.usual()),
                mailboxes(section.section("mailboxes")));
        section.finish();
        return retention;
    }

    private static Map<String, Optional<Duration>> mailboxes(Section section) {
        Map<String, Optional<Duration>> mailboxes = new HashMap<>();
        for (String written : section.keys()) {
            Optional<Duration> time =
                    section.value(written, RetentionReader::days).orElse(Optional.empty());
            Optional<Address> address = Address.parse(written);
            if (address.isEmpty()) {
                section.fault(written, "is not an address");
            } else if (mailboxes.containsKey(address.get().folded())) {
                section.fault(written, "is listed twice");
            } else {
                mailboxes.put(address.get().folded(), time);
            }
        }
        return mailboxes;
    }

    private static Optional<Duration> days(Object raw) throws BadValueException {
        if (!(raw instanceof Long days)) {
            throw new BadValueException("must be a number of days such as 30, not " + Values.kind(raw));
        }
        if (days < 0 || days > LONGEST) {
            throw new BadValueException("must be from 1 to " + LONGEST + " days, or 0 for ever, not " + days);
        }
        return Optional.of(Duration.ofDays(days)).filter(Duration::isPositive);
    }
}
