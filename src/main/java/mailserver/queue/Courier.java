package mailserver.queue;

import java.nio.file.Path;
import java.util.Map;
import mailserver.config.Peer;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.smtp.Outcome;

/** Carries a message to a peer, in one transaction for all the envelope's recipients. */
@FunctionalInterface
public interface Courier {
    /** Whatever the network does is an outcome, never an exception. A recipient without an outcome counts as deferred. */
    Map<Address, Outcome> deliver(Peer peer, Envelope envelope, Path eml);
}
