package mailserver.smtp;

import java.net.InetAddress;
import java.util.Set;
import mailserver.mail.Envelope;

/** What came of the attempt to talk to a peer. */
public sealed interface Contact {
    /** It greets us, and takes mail. */
    record Made(PeerSession session) implements Contact {}

    /**
     * No mail can be brought to it, whatever the message.
     *
     * @param outcome  Deferred, Refused or Unfit: what this means for a message
     * @param greeted it failed behind a greeting that welcomed us, so that another such greeting would tell nothing new
     * @param noTls   it can do no TLS, or not such as it should, and will not tomorrow either
     * @param tried   where it should have been
     */
    record Failed(Outcome outcome, boolean greeted, boolean noTls, Set<InetAddress> tried) implements Contact {
        /** What it means for a message, which may need more than others. */
        Outcome meaning(Envelope envelope) {
            return envelope.requiresTls() ? secured() : outcome;
        }

        /** The same for one that must not go without TLS (RFC 8689 §4.2.1). */
        public Outcome secured() {
            return noTls && outcome instanceof Outcome.Deferred deferred ? RequiredTls.needed(deferred.why()) : outcome;
        }
    }
}
