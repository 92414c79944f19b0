package mailserver.smtp;

import java.net.InetAddress;
import java.util.Set;

/** What came of the attempt to talk to a peer. */
public sealed interface Contact {
    /** It greets us, and takes mail. */
    record Made(PeerSession session) implements Contact {}

    /**
     * No mail can be brought to it, whatever the message.
     *
     * @param outcome  Deferred, Refused or Unfit: what this means for a message
     * @param greeted it failed behind a greeting that welcomed us, so that another such greeting would tell nothing new
     * @param tried   where it should have been
     */
    record Failed(Outcome outcome, boolean greeted, Set<InetAddress> tried) implements Contact {}
}
