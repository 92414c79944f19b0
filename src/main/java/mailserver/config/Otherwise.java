package mailserver.config;

/** What happens to mail for a domain that neither {@code [peers]} nor the zone file knows. */
public sealed interface Otherwise {
    /** A closed world: the recipient is refused, mail can never leave. */
    record Refuse() implements Otherwise {}

    /** Everything else goes to one server that knows more. */
    record Smarthost(Peer peer) implements Otherwise {}

    /** Each domain's mail exchangers, as DNS names them. */
    record Mx() implements Otherwise {}
}
