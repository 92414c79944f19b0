package mailserver.record;

import java.time.Instant;
import mailserver.event.MailEvent;

/**
 * An event with its place in the row of all events.
 *
 * @param number grows from event to event, also over restarts; there are gaps
 */
public record RecordedEvent(long number, Instant time, MailEvent event) {}
