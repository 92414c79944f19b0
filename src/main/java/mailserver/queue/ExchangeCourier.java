package mailserver.queue;

import java.nio.file.Path;
import java.util.Map;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.smtp.Outcome;

/** Carries a message to one of a domain's mail exchangers, with the same promises as {@link Courier}. */
@FunctionalInterface
public interface ExchangeCourier {
    /** May block on DNS. Where there is no way at all, that is an outcome, too. */
    Map<Address, Outcome> deliver(String domain, Envelope envelope, Path eml);
}
