package mailserver.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailserver.config.file.BadValueException;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Faults;
import mailserver.config.file.NameSyntax;
import mailserver.config.value.DnsSettings;
import mailserver.config.value.HostPort;
import mailserver.config.value.Limits;
import mailserver.config.value.Listen;
import mailserver.config.value.LogFormat;
import mailserver.config.value.LogLevel;
import mailserver.config.value.LogSettings;
import mailserver.config.value.Network;
import mailserver.config.value.OtherDomains;
import mailserver.config.value.Peer;
import mailserver.config.value.PlaintextPasswords;
import mailserver.config.value.Pop3Capability;
import mailserver.config.value.Pop3Extensions;
import mailserver.config.value.ProgramSettings;
import mailserver.config.value.RelayConfiguration;
import mailserver.config.value.TlsFiles;
import mailserver.config.value.TrustedClients;
import mailserver.wire.BareNewlines;

/** Reads {@code etc/mailserver.toml} into a {@link Configuration}, collecting every fault on the way. */
public final class ConfigurationReader {
    private final Path file;
    private final Section root;

    private ConfigurationReader(Path file, Section root) {
        this.file = file;
        this.root = root;
    }

    public static Configuration read(Path file) throws ConfigurationException {
        Faults faults = new Faults();
        Configuration configuration = read(file, faults);
        faults.throwIfAny();
        return configuration;
    }

    /** Reads what can be read: with faults, the result has defaults in place of what was wrong. */
    static Configuration read(Path file, Faults faults) {
        return Section.read(file, faults)
                .map(root -> new ConfigurationReader(file, root).configuration())
                .orElseGet(() -> Configuration.defaults("localhost"));
    }

    private Configuration configuration() {
        String hostname = root.value("hostname", Values::hostname).orElseGet(MachineName::find);
        Configuration defaults = Configuration.defaults(hostname);
        Section smtp = root.section("smtp");
        Section submission = root.section("submission");
        Section pop3 = root.section("pop3");
        List<String> domains = domains(defaults.domains());
        Configuration configuration = new Configuration(
                hostname,
                domains,
                new Listen(places(smtp, "listen", defaults.smtp().listen()), List.of(), balancers(smtp)),
                smtp.value("bare_newlines", Values.oneOf(BareNewlines.class)).orElse(defaults.bareNewlines()),
                listen(submission, defaults.submission()),
                listen(pop3, defaults.pop3()),
                pop3Extensions(pop3, defaults.pop3Extensions()),
                Optional.of(tls(TlsFiles.DEFAULT)),
                trust(defaults.trust()),
                limits(defaults.limits()),
                RetentionReader.read(root.section("retention"), defaults.retention()),
                peers(),
                relay(defaults.relay()),
                dns(defaults.dns()),
                log(defaults.log()),
                new ProgramReader(root).read(ProgramSettings.defaults(domains.getFirst())),
                ClusterReader.read(root.section("cluster")));
        checkExpire(configuration, pop3);
        smtp.finish();
        submission.finish();
        pop3.finish();
        root.finish();
        return configuration;
    }

    private List<String> domains(List<String> defaults) {
        Optional<List<String>> written = root.list("domains", Values::domain);
        if (written.isEmpty() && !root.keys().contains("domains") && NameSyntax.isTaken(defaults.getFirst())) {
            root.fault(
                    "hostname",
                    BadValueException.quoted(defaults.getFirst()) + " can't be the domain too; set domains");
        }
        // An element that isn't a domain was told already; only a list without elements is empty by intention.
        if (written.isPresent() && written.get().isEmpty() && root.isEmptyList("domains")) {
            root.fault("domains", "must name at least one domain");
        }
        Set<String> seen = new HashSet<>();
        written.orElse(List.of()).stream()
                .filter(domain -> !seen.add(domain))
                .forEach(domain -> root.fault("domains", BadValueException.quoted(domain) + " is listed twice"));
        return written.filter(domains -> !domains.isEmpty()).orElse(defaults);
    }

    private static Listen listen(Section section, Listen defaults) {
        return new Listen(
                places(section, "listen", defaults.listen()),
                places(section, "listen_tls", defaults.listenTls()),
                balancers(section));
    }

    private static List<Network> balancers(Section section) {
        return section.list("proxy_from", Values::network).orElse(List.of());
    }

    private static List<HostPort> places(Section section, String key, List<HostPort> defaults) {
        return section.list(key, Values::listener).orElse(defaults);
    }

    private TlsFiles tls(TlsFiles defaults) {
        Section section = root.section("tls");
        TlsFiles tls = new TlsFiles(
                section.value("certificate", Values::file).orElse(defaults.certificate()),
                section.value("key", Values::file).orElse(defaults.key()));
        section.finish();
        return tls;
    }

    private static Pop3Extensions pop3Extensions(Section section, Pop3Extensions defaults) {
        Pop3Extensions extensions = new Pop3Extensions(
                section.list("without", Values::capability)
                        .<Set<Pop3Capability>>map(Set::copyOf)
                        .orElse(defaults.without()),
                section.value("login_delay", Values::timeOrNone).orElse(defaults.loginDelay()),
                section.value("expire", Values::retention).orElse(defaults.expire()));
        // A reader of "without" might take the rule itself for switched off, and a client must be told what it is.
        if (extensions.loginDelay().isPositive() && !extensions.has(Pop3Capability.LOGIN_DELAY)) {
            section.fault("without", "login_delay is set, so clients must hear of it; leave out \"LOGIN-DELAY\"");
        }
        return extensions;
    }

    private static void checkExpire(Configuration configuration, Section pop3) {
        Pop3Extensions extensions = configuration.pop3Extensions();
        if (configuration.kept().shortest().isPresent() && !extensions.has(Pop3Capability.EXPIRE)) {
            String what = extensions.expire().isPresent() ? "expire" : "[retention]";
            pop3.fault("without", what + " is set, so clients must hear of it; leave out \"EXPIRE\"");
        }
    }

    private TrustedClients trust(TrustedClients defaults) {
        Section section = root.section("trust");
        TrustedClients trust = new TrustedClients(
                section.list("networks", Values::network).orElse(defaults.networks()),
                section.value("plaintext_passwords", Values.oneOf(PlaintextPasswords.class))
                        .orElse(defaults.plaintextPasswords()));
        section.finish();
        return trust;
    }

    private Limits limits(Limits defaults) {
        Section section = root.section("limits");
        Limits limits = new Limits(
                section.value("message_size", Values::size).orElse(defaults.messageSize()),
                section.value("recipients", Values::count).orElse(defaults.recipients()),
                section.value("sessions", Values::count).orElse(defaults.sessions()),
                section.value("sessions_per_address", Values::count).orElse(defaults.sessionsPerAddress()),
                section.value("idle", Values::time).orElse(defaults.idle()),
                section.value("errors", Values::count).orElse(defaults.errors()),
                section.value("login_messages_per_hour", Values::countOrUnlimited)
                        .orElse(defaults.loginMessagesPerHour()),
                section.value("host_messages_per_hour", Values::countOrUnlimited)
                        .orElse(defaults.hostMessagesPerHour()),
                section.value("mailbox", Values::sizeOrUnlimited).orElse(defaults.mailbox()));
        section.finish();
        return limits;
    }

    private Map<String, Peer> peers() {
        Section section = root.section("peers");
        Map<String, Peer> peers = new LinkedHashMap<>();
        PeerReader reader = new PeerReader(home());
        for (String written : section.keys()) {
            boolean below = written.startsWith("*.");
            Optional<String> domain = NameSyntax.domain(below ? written.substring(2) : written);
            String pattern = (below ? "*." : "") + domain.orElse("");
            if (section.isSection(written) && !PeerReader.isPeer(section.section(written))) {
                section.fault(written, "put the domain in quotes: \"gmail.com\" = \"host:port\"");
            } else if (domain.isEmpty()) {
                section.fault(written, "is neither a domain nor \"*.domain\"");
            } else if (peers.containsKey(pattern)) {
                section.fault(written, "is listed twice");
            } else {
                reader.read(section, written).ifPresent(peer -> peers.put(pattern, peer));
            }
        }
        return peers;
    }

    private RelayConfiguration relay(RelayConfiguration defaults) {
        Section section = root.section("relay");
        RelayConfiguration relay = new RelayConfiguration(
                otherwise(section).orElse(defaults.otherDomains()),
                section.value("zone", this::zone).orElse(defaults.zoneFile()),
                retry(section).orElse(defaults.retry()),
                section.value("expire", Values::time).orElse(defaults.expire()),
                section.value("delay_notice", Values::time).orElse(defaults.delayNotice()),
                section.value("per_peer", Values::count).orElse(defaults.perPeer()),
                section.value("connections", Values::count).orElse(defaults.connections()));
        section.finish();
        return relay;
    }

    private Optional<OtherDomains> otherwise(Section section) {
        String key = "otherwise";
        return section.isSection(key)
                ? new PeerReader(home()).read(section, key).map(OtherDomains.Smarthost::new)
                : section.value(key, Values::otherwise);
    }

    private DnsSettings dns(DnsSettings defaults) {
        Section section = root.section("dns");
        DnsSettings dns = new DnsSettings(
                section.list("servers", Values::nameServer).orElse(defaults.servers()),
                section.value("smtp_port", Values::remotePort).orElse(defaults.smtpPort()));
        section.finish();
        return dns;
    }

    private static Optional<List<Duration>> retry(Section section) {
        if (section.isEmptyList("retry")) {
            section.fault("retry", "must have at least one time");
        }
        return section.list("retry", Values::time).filter(times -> !times.isEmpty());
    }

    private Optional<Path> zone(Object raw) throws BadValueException {
        String text = Values.text(raw);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Path zone = home().resolve(Values.file(raw));
        if (!Files.isRegularFile(zone)) {
            throw new BadValueException("no such file: " + zone);
        }
        return Optional.of(zone);
    }

    /** Paths in the file are meant from the home folder, and the file is {@code HOME/etc/mailserver.toml}. */
    private Path home() {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return Optional.ofNullable(folder.getParent()).orElse(folder);
    }

    private LogSettings log(LogSettings defaults) {
        Section section = root.section("log");
        LogSettings log = new LogSettings(
                section.value("level", Values.oneOf(LogLevel.class)).orElse(defaults.level()),
                section.value("format", Values.oneOf(LogFormat.class)).orElse(defaults.format()));
        section.finish();
        return log;
    }
}
