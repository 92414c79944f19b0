package mailserver.dsn;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailserver.mail.Address;
import mailserver.mail.MailParameters;

/**
 * What is known of the message that a report is about.
 *
 * @param id         what this server calls it
 * @param sender     whose it was, and who gets the report
 * @param parameters what the sender asked for besides
 * @param arrived    when it came
 * @param client     where it came from, in words; a report tells it where these are a host's name and address literal
 */
public record ReportedMessage(String id, Address sender, MailParameters parameters, Instant arrived, String client) {
    /** Only what can stand in a header as it is: the name is whatever a client typed. */
    private static final Pattern HOST =
            Pattern.compile("(?:([A-Za-z0-9._:-]{1,255}|\\[[A-Za-z0-9.:-]{1,255}]) )?(\\[[A-Za-z0-9.:]{1,60}])");

    /** The Received-From-MTA field (RFC 3464 §2.2.4). */
    Optional<String> receivedFrom() {
        Matcher matcher = HOST.matcher(client);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String literal = matcher.group(2);
        return Optional.of(Optional.ofNullable(matcher.group(1))
                .map(name -> name + " (" + literal + ")")
                .orElse(literal));
    }
}
