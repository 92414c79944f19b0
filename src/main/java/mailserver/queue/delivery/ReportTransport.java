package mailserver.queue.delivery;

import java.io.IOException;
import mailserver.mail.Envelope;
import mailserver.queue.UndeliverableException;

/** Sends a report on its way, to a local mailbox or through the queue in turn. */
@FunctionalInterface
public interface ReportTransport {
    /**
     * Durable on return.
     *
     * @throws UndeliverableException when there is no way to the envelope's recipient, now or later
     * @throws IOException            when it can't be done now
     */
    void deliver(Envelope envelope, byte[] message) throws IOException;
}
