package mailserver.route;

import java.util.List;
import mailserver.mail.Address;

/** Where mail to one address goes, one step on. The rule says which line of the configuration decided, for people. */
public sealed interface Destination {
    String rule();

    /** A mailbox here, by the name of its account. */
    record Mailbox(Address account, String rule) implements Destination {}

    /** Other addresses, each to be looked up in turn. */
    record Others(List<Address> targets, String rule) implements Destination {}

    /** Another server. */
    record Peer(mailserver.config.value.Peer hop, String rule) implements Destination {}

    /** Whatever servers DNS names for the domain, which may be an address literal. */
    record Exchangers(String domain, String rule) implements Destination {}

    /** One of our domains, but nobody of that name. */
    record UnknownUser(String rule) implements Destination {}

    /** Not ours, and no way there. */
    record NoWay(String rule) implements Destination {}
}
