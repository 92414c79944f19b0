package mailserver.smtp;

/** What came of the attempt to talk to a peer. */
public sealed interface Contact {
    /** It greets us, and takes mail. */
    record Made(PeerSession session) implements Contact {}

    /**
     * No mail can be brought to it, whatever the message.
     *
     * @param outcome  Deferred, Refused or Unfit: what this means for a message
     * @param greeted it failed behind a greeting that welcomed us, so that another such greeting would tell nothing new
     */
    record Failed(Outcome outcome, boolean greeted) implements Contact {}
}
