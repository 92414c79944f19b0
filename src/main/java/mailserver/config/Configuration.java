package mailserver.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailserver.config.file.NameSyntax;
import mailserver.config.value.DnsSettings;
import mailserver.config.value.HostPort;
import mailserver.config.value.Limits;
import mailserver.config.value.Listen;
import mailserver.config.value.LogSettings;
import mailserver.config.value.Network;
import mailserver.config.value.OtherDomains;
import mailserver.config.value.Peer;
import mailserver.config.value.PlaintextPasswords;
import mailserver.config.value.Pop3Extensions;
import mailserver.config.value.ProgramSettings;
import mailserver.config.value.RelayConfiguration;
import mailserver.config.value.Retention;
import mailserver.config.value.TlsFiles;
import mailserver.config.value.TrustedClients;
import mailserver.wire.BareNewlines;

/**
 * Everything {@code etc/mailserver.toml} says, with the defaults for what it doesn't say.
 *
 * @param hostname lower-case; greeting, Received lines, message ids
 * @param domains lower-case, never empty; mail for these is kept here
 * @param bareNewlines what becomes of a message with line ends that are not CRLF
 * @param pop3Extensions what POP3 offers beyond its minimum
 * @param submission where people hand in mail, who must log in (RFC 6409)
 * @param tls empty in a class-room, where everything is to be seen
 * @param programs what programs and pages may see of the server, and do to it
 * @param retention as it is written; {@link #kept} is what it comes to
 * @param cluster empty for a single server
 * @param peers lower-case domain or {@code *.domain} to next hop, in the order of the file
 */
public record Configuration(
        String hostname,
        List<String> domains,
        Listen smtp,
        BareNewlines bareNewlines,
        Listen submission,
        Listen pop3,
        Pop3Extensions pop3Extensions,
        Optional<TlsFiles> tls,
        TrustedClients trust,
        Limits limits,
        Retention retention,
        Map<String, Peer> peers,
        RelayConfiguration relay,
        DnsSettings dns,
        LogSettings log,
        ProgramSettings programs,
        Optional<ClusterSettings> cluster) {

    private static final String ANY = "::";

    public Configuration {
        domains = List.copyOf(domains);
        // Not Map.copyOf: it forgets the order, and the order decides between patterns.
        peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
    }

    /** For how long mailboxes keep messages: of the two settings that say so the shorter one counts. */
    public Retention kept() {
        return retention.atMost(pop3Extensions.expire());
    }

    /** The peers that were named one by one, and the one for everything else, where there is one. */
    public List<Peer> everyPeer() {
        List<Peer> all = new ArrayList<>(peers.values());
        switch (relay.otherDomains()) {
            case OtherDomains.Smarthost smarthost -> all.add(smarthost.peer());
            case OtherDomains.Refuse refuse -> {
                // Nobody.
            }
            case OtherDomains.Mx mx -> {
                // Nobody that we know anything of beforehand.
            }
        }
        return all;
    }

    public static Configuration defaults(String hostname) {
        String host = NameSyntax.folded(hostname);
        return new Configuration(
                host,
                List.of(host),
                Listen.at(new HostPort(ANY, 2525)),
                BareNewlines.NORMALIZE,
                new Listen(List.of(new HostPort(ANY, 2587)), List.of(new HostPort(ANY, 2465))),
                new Listen(List.of(new HostPort(ANY, 2110)), List.of(new HostPort(ANY, 2995))),
                Pop3Extensions.DEFAULT,
                Optional.of(TlsFiles.DEFAULT),
                new TrustedClients(
                        List.of(
                                Network.parse("127.0.0.0/8").orElseThrow(),
                                Network.parse("::1/128").orElseThrow()),
                        PlaintextPasswords.TRUSTED),
                // Idle: RFC 5321 §4.5.3.2.7 asks for five minutes at least.
                // Messages: one a second on average is more than a person writes, and less than a thief hopes for.
                new Limits(
                        25L << 20, 1000, 10_000, 200, Duration.ofMinutes(5), 20, Optional.of(3600), Optional.empty()),
                Retention.FOR_GOOD,
                Map.of(),
                new RelayConfiguration(
                        new OtherDomains.Refuse(),
                        Optional.empty(),
                        List.of(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(2),
                                Duration.ofMinutes(10),
                                Duration.ofMinutes(30),
                                Duration.ofHours(1),
                                Duration.ofHours(2),
                                Duration.ofHours(4)),
                        // RFC 5321 §4.5.4.1: give up after four to five days.
                        Duration.ofDays(5),
                        Duration.ofHours(4),
                        4,
                        50),
                DnsSettings.DEFAULT,
                LogSettings.DEFAULT,
                ProgramSettings.defaults(host),
                Optional.empty());
    }
}
