package mailserver.route;

import java.io.IOException;
import java.util.function.ObjLongConsumer;
import mailserver.mail.Address;
import mailserver.smtp.server.MailHandler.Incoming;
import mailserver.smtp.server.MailboxFullException;

/**
 * A message that is taken if somebody has room for it. There is one answer for all of its recipients: where some are full, they
 * go over their limit rather than that the others wait.
 */
public final class QuotaGate implements Incoming {
    private final Incoming incoming;
    private final Destinations destinations;
    private final Quotas quotas;
    private final ObjLongConsumer<Address> filled;
    private long octets;

    /** @param filled told of each mailbox with a limit that has got the message, and of how full that is in percent */
    public QuotaGate(Incoming incoming, Destinations destinations, Quotas quotas, ObjLongConsumer<Address> filled) {
        this.incoming = incoming;
        this.destinations = destinations;
        this.quotas = quotas;
        this.filled = filled;
    }

    @Override
    public void write(byte[] block, int offset, int length) throws IOException {
        octets += length;
        incoming.write(block, offset, length);
    }

    @Override
    public void commit() throws IOException {
        if (quotas.refuses(destinations, octets)) {
            throw new MailboxFullException("the mailbox has no room for " + octets + " octets, try again later");
        }
        incoming.commit();
        for (Address mailbox : destinations.mailboxes().keySet()) {
            quotas.delivered(mailbox, octets).ifPresent(percent -> filled.accept(mailbox, percent));
        }
    }

    @Override
    public void close() {
        incoming.close();
    }
}
