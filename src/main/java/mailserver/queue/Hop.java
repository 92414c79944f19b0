package mailserver.queue;

import mailserver.config.Peer;
import mailserver.smtp.Reply;

/** Where a message goes next for one recipient. */
public sealed interface Hop {
    /** To this peer. */
    record To(Peer peer) implements Hop {}

    /** To whatever servers DNS names for this domain, which may be an address literal. */
    record Exchangers(String domain) implements Hop {}

    /** Nowhere else: the domain has become one of ours since the message was queued. */
    record Local() implements Hop {}

    /** There is no way: for good where the reply is a 5xx such as 550 5.1.2, for now where it is a 4xx. */
    record None(Reply whyNot) implements Hop {}
}
