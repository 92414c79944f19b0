package mailserver.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mailserver.config.file.BadValueException;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Faults;
import mailserver.config.file.NameSyntax;
import mailserver.config.value.HostPort;

/**
 * The class room's pseudo-DNS ({@code fdns.toml}): which host takes a domain's mail, at which port, at which address.
 *
 * <p>Names have a final dot or not, and compare without case.
 */
public final class Zone {
    public static final Zone EMPTY = new Zone(Map.of(), Map.of(), Map.of());

    private static final int SMTP_PORT = 25;
    private static final String DEFAULT_ADDRESS = "localhost";

    private final Map<String, String> exchangers;
    private final Map<String, Integer> ports;
    private final Map<String, String> addresses;

    private Zone(Map<String, String> exchangers, Map<String, Integer> ports, Map<String, String> addresses) {
        this.exchangers = exchangers;
        this.ports = ports;
        this.addresses = addresses;
    }

    public static Zone read(Path file) throws ConfigurationException {
        Faults faults = new Faults();
        Zone zone = read(file, faults);
        faults.throwIfAny();
        return zone;
    }

    static Zone read(Path file, Faults faults) {
        return Section.read(file, faults)
                .map(root -> {
                    Zone zone = new Zone(
                            names(root.section("MX"), Zone::host),
                            names(root.section("P"), Zone::port),
                            names(root.section("A"), Zone::address));
                    root.finish();
                    return zone;
                })
                .orElse(EMPTY);
    }

    /** Where the domain's mail goes: port 25 and this machine unless the zone says otherwise. */
    public Optional<HostPort> mx(String domain) {
        return Optional.ofNullable(exchangers.get(NameSyntax.absolute(domain)))
                .map(host -> new HostPort(
                        addresses.getOrDefault(host, DEFAULT_ADDRESS), ports.getOrDefault(host, SMTP_PORT)));
    }

    /** Where a named service is, such as {@code pop.exmail.example}; empty when the zone has no port for it. */
    public Optional<HostPort> service(String host) {
        String name = NameSyntax.absolute(host);
        return Optional.ofNullable(ports.get(name))
                .map(port -> new HostPort(addresses.getOrDefault(name, DEFAULT_ADDRESS), port));
    }

    private static <T> Map<String, T> names(Section section, ValueReader<T> reader) {
        Map<String, T> names = new LinkedHashMap<>();
        for (String written : section.keys()) {
            String name = NameSyntax.absolute(written);
            if (section.isSection(written)) {
                section.fault(written, "put the name in quotes: \"mail.example.\" = …");
            } else if (!NameSyntax.isDomain(name)) {
                section.fault(written, "is not a domain name");
            } else if (names.containsKey(name)) {
                section.fault(written, "is listed twice");
            } else {
                section.value(written, reader).ifPresent(value -> names.put(name, value));
            }
        }
        return names;
    }

    private static String host(Object raw) throws BadValueException {
        String text = Values.text(raw);
        String name = NameSyntax.absolute(text);
        if (!NameSyntax.isDomain(name)) {
            throw new BadValueException(BadValueException.quoted(text) + " is not a host name");
        }
        return name;
    }

    private static int port(Object raw) throws BadValueException {
        int port = Values.port(raw);
        if (port == 0) {
            throw new BadValueException("\"0\" is not a port to connect to");
        }
        return port;
    }

    private static String address(Object raw) throws BadValueException {
        String text = Values.text(raw);
        return NameSyntax.isAddress(text)
                ? text
                : NameSyntax.domain(text)
                        .orElseThrow(
                                () -> new BadValueException(BadValueException.quoted(text) + " is not an address"));
    }
}
