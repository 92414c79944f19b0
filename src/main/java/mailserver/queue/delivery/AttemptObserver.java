package mailserver.queue.delivery;

import java.util.Map;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.queue.NextHop;
import mailserver.smtp.RecipientOutcome;

/** Hears of attempts to bring a message to a hop. Both calls, and all that is said to the hop in between, are the same thread's. */
public interface AttemptObserver {
    AttemptObserver NONE = new AttemptObserver() {
        @Override
        public void begins(Envelope envelope, NextHop hop) {}

        @Override
        public void ended(Envelope envelope, NextHop hop, Map<Address, RecipientOutcome> outcomes) {}
    };

    void begins(Envelope envelope, NextHop hop);

    void ended(Envelope envelope, NextHop hop, Map<Address, RecipientOutcome> outcomes);
}
