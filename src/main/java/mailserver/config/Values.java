package mailserver.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import mailserver.config.file.BadValueException;
import mailserver.config.file.Durations;
import mailserver.config.file.NameSyntax;
import mailserver.config.file.Sizes;
import mailserver.config.value.Fingerprint;
import mailserver.config.value.HostPort;
import mailserver.config.value.Network;
import mailserver.config.value.OtherDomains;
import mailserver.config.value.Peer;
import mailserver.config.value.Pop3Capability;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** The kinds of values the files have, each with the words for what is wrong with one. */
final class Values {
    private static final int DNS_PORT = 53;

    private Values() {}

    static String text(Object raw) throws BadValueException {
        if (raw instanceof String text) {
            return text;
        }
        throw new BadValueException("must be text in quotes, not " + kind(raw));
    }

    static boolean truth(Object raw) throws BadValueException {
        if (raw instanceof Boolean truth) {
            return truth;
        }
        throw new BadValueException("must be true or false, not " + kind(raw));
    }

    static int count(Object raw) throws BadValueException {
        if (!(raw instanceof Long number)) {
            throw new BadValueException("must be a whole number, not " + kind(raw));
        }
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw new BadValueException("must be from 1 to " + Integer.MAX_VALUE + ", not " + number);
        }
        return number.intValue();
    }

    /** A bound, or none. */
    static Optional<Integer> countOrUnlimited(Object raw) throws BadValueException {
        if (!(raw instanceof String text)) {
            return Optional.of(count(raw));
        }
        if (!text.equals("unlimited")) {
            throw new BadValueException(
                    BadValueException.quoted(text) + " is neither \"unlimited\" nor a whole number");
        }
        return Optional.empty();
    }

    static Optional<Long> sizeOrUnlimited(Object raw) throws BadValueException {
        return raw.equals("unlimited") ? Optional.empty() : Optional.of(size(raw));
    }

    static long size(Object raw) throws BadValueException {
        long size = switch (raw) {
            case Long bytes -> bytes;
            case String text ->
                Sizes.parse(text)
                        .orElseThrow(() -> new BadValueException(BadValueException.quoted(text)
                                + " is not a size such as \"25 MiB\" (B, KB, MB, GB, KiB, MiB, GiB)"));
            default -> throw new BadValueException("must be a size such as \"25 MiB\", not " + kind(raw));
        };
        if (size < 1) {
            throw new BadValueException("must be at least 1 byte, not " + size);
        }
        return size;
    }

    static Duration time(Object raw) throws BadValueException {
        Duration time = timeOrNone(raw);
        if (time.isZero()) {
            throw new BadValueException("must be longer than nothing, not " + BadValueException.quoted(text(raw)));
        }
        return time;
    }

    static Duration timeOrNone(Object raw) throws BadValueException {
        if (!(raw instanceof String text)) {
            throw new BadValueException("must be a time with a unit such as \"5m\", not " + kind(raw));
        }
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        return Durations.parse(text)
                .orElseThrow(() -> new BadValueException(
                        BadValueException.quoted(text) + " is not a time such as \"5m\" (ms, s, m, h, d; \"1h30m\")"));
    }

    /** How long mail is kept: for good, or for so many days (RFC 2449 §6.7 counts in days, and 0 means something else). */
    static Optional<Duration> retention(Object raw) throws BadValueException {
        String text = text(raw);
        if (text.equals("never")) {
            return Optional.empty();
        }
        return Optional.of(Durations.parse(text)
                .filter(time -> time.isPositive() && time.equals(Duration.ofDays(time.toDays())))
                .orElseThrow(() -> new BadValueException(
                        BadValueException.quoted(text) + " is neither \"never\" nor whole days such as \"30d\"")));
    }

    /** By its name in CAPA, where case doesn't matter (RFC 2449 §3). */
    static Pop3Capability capability(Object raw) throws BadValueException {
        String text = text(raw);
        return Arrays.stream(Pop3Capability.values())
                .filter(capability -> capability.tag().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new BadValueException(BadValueException.quoted(text) + " is not one of "
                        + Arrays.stream(Pop3Capability.values())
                                .map(capability -> BadValueException.quoted(capability.tag()))
                                .collect(Collectors.joining(", "))));
    }

    static HostPort listener(Object raw) throws BadValueException {
        String text = text(raw);
        return HostPort.parse(text)
                .orElseThrow(() -> new BadValueException(
                        BadValueException.quoted(text) + " is not \"host:port\" with a port from 0 to 65535"));
    }

    /** Where to connect to: there is no port 0 to connect to. */
    static HostPort hop(Object raw) throws BadValueException {
        String text = text(raw);
        return HostPort.parse(text)
                .filter(hop -> hop.port() > 0)
                .orElseThrow(() -> new BadValueException(
                        BadValueException.quoted(text) + " is not \"host:port\" with a port from 1 to 65535"));
    }

    /** By its address: who would look up a name? The port may be left out. */
    static HostPort nameServer(Object raw) throws BadValueException {
        String text = text(raw);
        Optional<HostPort> server = NameSyntax.isAddress(text)
                ? Optional.of(new HostPort(text, DNS_PORT))
                : HostPort.parse(text).filter(place -> NameSyntax.isAddress(place.host()) && place.port() > 0);
        return server.orElseThrow(() -> new BadValueException(BadValueException.quoted(text)
                + " is not an address such as \"192.0.2.53\", \"192.0.2.53:53\" or \"[2001:db8::53]:53\""));
    }

    static int remotePort(Object raw) throws BadValueException {
        int port = port(raw);
        if (port == 0) {
            throw new BadValueException("must be a port from 1 to 65535, not 0");
        }
        return port;
    }

    /** A port as a number or as text: the class-room files have both. */
    static int port(Object raw) throws BadValueException {
        String text = raw instanceof Long number ? number.toString() : raw instanceof String string ? string : "";
        if (text.isEmpty() && !(raw instanceof String)) {
            throw new BadValueException("must be a port, not " + kind(raw));
        }
        return HostPort.parsePort(text)
                .orElseThrow(
                        () -> new BadValueException(BadValueException.quoted(text) + " is not a port from 0 to 65535"));
    }

    /** The name of a file, from wherever its reader sees it. */
    static Path file(Object raw) throws BadValueException {
        String text = text(raw);
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw new BadValueException("is not a file name");
        }
        return Path.of(text);
    }

    static Fingerprint fingerprint(Object raw) throws BadValueException {
        String text = text(raw);
        return Fingerprint.parse(text)
                .orElseThrow(() -> new BadValueException(BadValueException.quoted(text)
                        + " is not \"sha256:\" and 64 hex digits, as \"bin/mailserver tls\" prints them"));
    }

    static Network network(Object raw) throws BadValueException {
        String text = text(raw);
        Network network = Network.parse(text)
                .orElseThrow(() -> new BadValueException(
                        BadValueException.quoted(text) + " is not a network such as \"10.0.0.0/8\" or \"fd00::/8\""));
        if (!network.base().equals(network)) {
            // A typing mistake here trusts the wrong people; better to ask.
            throw new BadValueException(BadValueException.quoted(text) + " has bits behind its prefix; did you mean \""
                    + network.base() + "\"?");
        }
        return network;
    }

    static String hostname(Object raw) throws BadValueException {
        String text = text(raw);
        return NameSyntax.domain(text)
                .orElseThrow(() -> new BadValueException(BadValueException.quoted(text) + " is not a host name"));
    }

    static String domain(Object raw) throws BadValueException {
        String text = text(raw);
        String domain = NameSyntax.domain(text)
                .orElseThrow(() -> new BadValueException(BadValueException.quoted(text) + " is not a domain name"));
        if (NameSyntax.isTaken(domain)) {
            throw new BadValueException(
                    BadValueException.quoted(text) + " can't be a domain: maildir/" + domain + " has another use");
        }
        return domain;
    }

    static OtherDomains otherwise(Object raw) throws BadValueException {
        String text = text(raw);
        if (text.equals("refuse")) {
            return new OtherDomains.Refuse();
        }
        if (text.equals("mx")) {
            return new OtherDomains.Mx();
        }
        return new OtherDomains.Smarthost(HostPort.parse(text)
                .filter(hop -> hop.port() > 0)
                .map(Peer::at)
                .orElseThrow(() -> new BadValueException(
                        BadValueException.quoted(text) + " is neither \"refuse\" nor \"mx\" nor \"host:port\"")));
    }

    static <E extends Enum<E>> ValueReader<E> oneOf(Class<E> type) {
        return raw -> {
            String text = text(raw);
            for (E constant : type.getEnumConstants()) {
                if (name(constant).equals(text)) {
                    return constant;
                }
            }
            throw new BadValueException(BadValueException.quoted(text) + " is not one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> BadValueException.quoted(name(constant)))
                            .collect(Collectors.joining(", ")));
        };
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static String kind(Object raw) {
        return switch (raw) {
            case String text -> "text";
            case Long number -> "the number " + number;
            case Double number -> "the number " + number;
            case Boolean truth -> truth.toString();
            case TomlArray list -> "a list";
            case TomlTable table -> "a section";
            default -> "a date";
        };
    }
}
