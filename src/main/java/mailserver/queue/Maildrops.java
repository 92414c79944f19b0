package mailserver.queue;

import java.nio.file.Path;
import java.util.Map;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.smtp.Outcome;

/** Takes a queued message whose recipients have become local. Durable on return for those that are delivered. */
@FunctionalInterface
public interface Maildrops {
    Map<Address, Outcome> deliver(Envelope envelope, Path eml);
}
