package mailserver.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;
import mailserver.wire.text.IpText;

/**
 * A host that takes mail for a domain.
 *
 * @param preference the lower the sooner
 * @param addresses  in the order in which to try them; never empty
 */
public record ExchangeHost(String name, int preference, List<InetAddress> addresses) {
    public ExchangeHost {
        addresses = List.copyOf(addresses);
    }

    /** For people. */
    public String inWords() {
        return "preference " + preference + ", " + name + ", "
                + addresses.stream().map(IpText::of).collect(Collectors.joining(", "));
    }
}
