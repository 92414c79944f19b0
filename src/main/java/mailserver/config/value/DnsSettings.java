package mailserver.config.value;

import java.util.List;

/**
 * How mail exchangers are found, where {@link OtherDomains.Mx} wants that; else nobody is asked.
 *
 * @param servers  name servers, by address; empty: those that this machine is set up with
 * @param smtpPort where mail exchangers listen
 */
public record DnsSettings(List<HostPort> servers, int smtpPort) {
    /** RFC 5321 §4.5.4.2 and the IANA registry: mail is taken at port 25. */
    public static final DnsSettings DEFAULT = new DnsSettings(List.of(), 25);

    public DnsSettings {
        servers = List.copyOf(servers);
    }
}
