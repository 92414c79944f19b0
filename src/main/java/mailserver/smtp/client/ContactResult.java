package mailserver.smtp.client;

import java.net.InetAddress;
import java.util.Set;
import mailserver.mail.Envelope;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.client.connection.RequiredTls;

/** What came of the attempt to talk to a peer. */
public sealed interface ContactResult {
    /** It greets us, and takes mail. */
    record Made(PeerSession session) implements ContactResult {}

    /**
     * No mail can be brought to it, whatever the message.
     *
     * @param outcome  Deferred, Refused or Unfit: what this means for a message
     * @param greeted it failed behind a greeting that welcomed us, so that another such greeting would tell nothing new
     * @param noTls   it can do no TLS, or not such as it should, and will not tomorrow either
     * @param tried   where it should have been
     */
    record Failed(RecipientOutcome outcome, boolean greeted, boolean noTls, Set<InetAddress> tried)
            implements ContactResult {
        /** What it means for a message, which may need more than others. */
        RecipientOutcome meaning(Envelope envelope) {
            return envelope.requiresTls() ? secured() : outcome;
        }

        /** The same for one that must not go without TLS (RFC 8689 §4.2.1). */
        public RecipientOutcome secured() {
            return noTls && outcome instanceof RecipientOutcome.Deferred deferred
                    ? RequiredTls.needed(deferred.why())
                    : outcome;
        }
    }
}
