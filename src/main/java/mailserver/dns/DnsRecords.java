package mailserver.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailserver.config.value.HostPort;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What DNS says to the rest of the world about a name, as text. */
public final class DnsRecords {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Resolver names;

    /** @param servers name servers, by address; empty: those that this machine is set up with */
    public DnsRecords(List<HostPort> servers) {
        List<InetSocketAddress> given = servers.stream()
                .map(place -> new InetSocketAddress(place.host(), place.port()))
                .toList();
        this.names = new NameServers(() -> given.isEmpty() ? new ResolverConfig().servers() : given);
    }

    /**
     * What DNS says.
     *
     * @param values none where there are no such records
     * @param failed why DNS can't say; empty when it has said something
     */
    public record Said(List<String> values, String failed) {
        public boolean isKnown() {
            return failed.isEmpty();
        }
    }

    /** The names of mail exchangers, lower-case and without the last dot. */
    public Said exchangers(String domain) {
        return ask(domain, Type.MX);
    }

    /** The texts, each in one piece. */
    public Said texts(String name) {
        return ask(name, Type.TXT);
    }

    /** Addresses of both kinds. */
    public Said addresses(String host) {
        Said four = ask(host, Type.A);
        Said six = ask(host, Type.AAAA);
        return new Said(
                Stream.of(four, six).flatMap(said -> said.values().stream()).toList(),
                four.values().isEmpty() && six.values().isEmpty() ? four.failed() : "");
    }

    /** The names that an address leads back to. */
    public Said namesOf(InetAddress address) {
        return said(names.ask(ReverseMap.fromAddress(address), Type.PTR, TimeToLive.of(PATIENCE)));
    }

    private Said ask(String name, int type) {
        try {
            return said(names.ask(Name.fromString(name, Name.root), type, TimeToLive.of(PATIENCE)));
        } catch (TextParseException e) {
            return new Said(List.of(), name + " can't be a name in DNS");
        }
    }

    private static Said said(Answer answer) {
        return switch (answer) {
            case Answer.Found found ->
                new Said(found.records().stream().map(DnsRecords::text).toList(), "");
            case Answer.NoRecords ignored -> new Said(List.of(), "");
            case Answer.NoSuchName ignored -> new Said(List.of(), "");
            case Answer.Failed failed -> new Said(List.of(), failed.why());
        };
    }

    private static String text(Record record) {
        if (record instanceof TXTRecord texts) {
            return texts.getStrings().stream().collect(Collectors.joining());
        }
        String data = record.rdataToString();
        // Of an MX the host, without its preference; a name without its last dot.
        String last = data.substring(data.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
        return last.length() > 1 && last.endsWith(".") ? last.substring(0, last.length() - 1) : last;
    }
}
