package mailserver.config.value;

/** What happens to mail for a domain that neither {@code [peers]} nor the zone file knows. */
public sealed interface OtherDomains {
    /** A closed world: the recipient is refused, mail can never leave. */
    record Refuse() implements OtherDomains {}

    /** Everything else goes to one server that knows more. */
    record Smarthost(Peer peer) implements OtherDomains {}

    /** Each domain's mail exchangers, as DNS names them. */
    record Mx() implements OtherDomains {}
}
