package mailserver.config.value;

import java.util.Optional;
import mailserver.config.file.NameSyntax;

/** A place to listen at or to connect to, written {@code host:port}, {@code [v6]:port} or {@code *:port}. */
public record HostPort(String host, int port) {
    private static final int HIGHEST_PORT = 65535;

    public HostPort {
        if (host.isEmpty() || port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("not a host and a port: " + host + ", " + port);
        }
    }

    public static Optional<HostPort> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        Optional<String> host = parseHost(text.substring(0, colon));
        Optional<Integer> port = parsePort(text.substring(colon + 1));
        return host.flatMap(name -> port.map(number -> new HostPort(name, number)));
    }

    /** A port as text: decimal digits only, 0 to 65535. */
    public static Optional<Integer> parsePort(String text) {
        return text.matches("[0-9]{1,5}")
                ? Optional.of(Integer.valueOf(text)).filter(port -> port <= HIGHEST_PORT)
                : Optional.empty();
    }

    private static Optional<String> parseHost(String text) {
        if (text.equals("*")) {
            return Optional.of("::");
        }
        if (text.startsWith("[") && text.endsWith("]")) {
            // The brackets are there because an IPv6 address has colons of its own (RFC 3986 §3.2.2).
            return Optional.of(text.substring(1, text.length() - 1))
                    .filter(address -> address.contains(":") && NameSyntax.isAddress(address.replaceFirst("%.*", "")));
        }
        return NameSyntax.isAddress(text)
                ? Optional.of(text).filter(host -> !host.contains(":"))
                : NameSyntax.domain(text);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
