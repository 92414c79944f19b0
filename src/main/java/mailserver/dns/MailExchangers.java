package mailserver.dns;

/** Knows where mail for a domain goes. */
@FunctionalInterface
public interface MailExchangers {
    /**
     * May block on the network, for seconds.
     *
     * @param domain with A-labels, or an address literal in its brackets, about which nobody is asked
     */
    MailExchange find(String domain);
}
