package mailserver.wire.proxy;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Version 1: a line for people (§2.1). Its first octet has been read. */
final class TextHeader {
    /** With its CRLF: the longest that two IPv6 addresses can make it, and what a sender promises not to go beyond. */
    private static final int MOST = 107;

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,4}");
    private static final Pattern DOTTED = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})(?:\\.(?!$)|$)){4}");
    /** What no resolver is asked about, as it can be no name. */
    private static final Pattern COLONS = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final ProxyHeaderReader in;

    TextHeader(ProxyHeaderReader in) {
        this.in = in;
    }

    ProxyHeader read() throws IOException {
        String[] words = line().split(" ", -1);
        if (!words[0].equals("PROXY") || words.length < 2) {
            throw new MalformedProxyHeaderException("it is no PROXY line");
        }
        return switch (words[1]) {
            case "TCP4", "TCP6" -> proxied(words);
            // "the receiver must ignore anything presented before the CRLF"
            case "UNKNOWN" -> new ProxyHeader.Unspecified();
            default -> throw new MalformedProxyHeaderException("its protocol is neither TCP4 nor TCP6 nor UNKNOWN");
        };
    }

    /** Octet by octet, as only its end tells how long it is; but once a connection, and a hundred of them at the most. */
    private String line() throws IOException {
        var line = new StringBuilder("P");
        while (line.length() < MOST - 2) {
            int octet = in.octet();
            if (octet == '\r') {
                return ended(line);
            }
            if (octet < ' ' || octet > '~') {
                throw new MalformedProxyHeaderException("octet " + octet + " stands in its line");
            }
            line.append((char) octet);
            if (line.length() <= 6 && !"PROXY ".startsWith(line.toString())) {
                throw new MalformedProxyHeaderException("it is no PROXY line");
            }
        }
        if (in.octet() != '\r') {
            throw new MalformedProxyHeaderException("its line has more than " + MOST + " octets");
        }
        return ended(line);
    }

    private String ended(StringBuilder line) throws IOException {
        if (in.octet() != '\n') {
            throw new MalformedProxyHeaderException("its line ends in a CR without LF");
        }
        return line.toString();
    }

    private static ProxyHeader proxied(String... words) throws IOException {
        if (words.length != 6) {
            throw new MalformedProxyHeaderException("its line has not two addresses and two ports");
        }
        Class<? extends InetAddress> family = words[1].equals("TCP4") ? Inet4Address.class : Inet6Address.class;
        return new ProxyHeader.Proxied(
                new InetSocketAddress(address(words[2], family), port(words[4])),
                new InetSocketAddress(address(words[3], family), port(words[5])),
                ProxyHeader.ClientHop.UNTOLD);
    }

    private static InetAddress address(String word, Class<? extends InetAddress> family)
            throws MalformedProxyHeaderException {
        Pattern form = family == Inet4Address.class ? DOTTED : COLONS;
        if (form.matcher(word).matches()) {
            try {
                // A mapped IPv4 address comes out as what it is, and may well stand behind TCP6.
                return InetAddress.getByName(word);
            } catch (UnknownHostException e) {
                // Of the right characters only.
            }
        }
        throw new MalformedProxyHeaderException("it has no " + family.getSimpleName() + " where one belongs");
    }

    private static int port(String word) throws MalformedProxyHeaderException {
        if (NUMBER.matcher(word).matches()) {
            int port = Integer.parseInt(word);
            if (port <= 0xffff) {
                return port;
            }
        }
        throw new MalformedProxyHeaderException("it has no port where one belongs");
    }
}
