package mailserver.mail;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import mailserver.wire.text.IpText;

/** The lines that a server writes on top of a message (RFC 5321 §4.4), with LF ends as stored. */
public final class Trace {
    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^A-Za-z0-9._:\\[\\]-]");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Trace() {}

    /** A date as a header has it (RFC 5322 §3.3), in UTC. */
    public static String date(Instant instant) {
        return DATE.format(instant);
    }

    public static String returnPath(ReversePath sender) {
        return "Return-Path: " + sender + "\n";
    }

    /**
     * One Received line. The recipient is named only when there is a single one: more would tell each of them about the
     * others, blind copies included (RFC 5321 §7.2).
     *
     * @param hello    what the client called itself, or empty when it skipped HELO
     * @param protocol such as ESMTP, of those that IANA knows for this purpose
     */
    public static String received(
            String hello, InetAddress client, String hostname, String protocol, Envelope envelope, Instant instant) {
        String host = hello.isEmpty() ? "unknown" : harmless(hello);
        return "Received: from " + host + " (" + literal(client) + ")\n\tby " + hostname + " with " + protocol
                + stamp(envelope, instant);
    }

    /** The Received line of a message that begins here, such as a delivery report. */
    public static String receivedLocally(String hostname, Envelope envelope, Instant instant) {
        return "Received: by " + hostname + stamp(envelope, instant);
    }

    private static String stamp(Envelope envelope, Instant instant) {
        return " id " + envelope.id() + whom(envelope) + priority(envelope) + ";\n\t" + date(instant) + "\n";
    }

    /** RFC 6531 §3.7.3: only a message that may hold UTF-8 anyhow may name such an address. */
    private static String whom(Envelope envelope) {
        List<Address> recipients = envelope.addresses();
        boolean told = recipients.size() == 1
                && (envelope.parameters().utf8() || !recipients.getFirst().needsUtf8());
        return told ? "\n\tfor <" + recipients.getFirst() + ">" : "";
    }

    /** RFC 6710 §4.1 item 2. */
    private static String priority(Envelope envelope) {
        int priority = envelope.parameters().timing().priority();
        return priority == 0 ? "" : "\n\tPRIORITY " + priority;
    }

    /** An address literal: {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]} (RFC 5321 §4.1.3). */
    public static String literal(InetAddress address) {
        String text = IpText.of(address);
        int scope = text.indexOf('%');
        String plain = scope < 0 ? text : text.substring(0, scope);
        return address instanceof Inet6Address ? "[IPv6:" + plain + "]" : "[" + plain + "]";
    }

    /** A HELO name is whatever the client typed: only what can stand in a header as one word is kept. */
    private static String harmless(String hello) {
        String kept = NOT_IN_A_NAME.matcher(hello).replaceAll("?");
        return kept.length() <= 255 ? kept : kept.substring(0, 255);
    }
}
