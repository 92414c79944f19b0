package mailserver.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import mailserver.config.value.HostPort;
import mailserver.dns.MailExchange.Obstacle;
import mailserver.mail.Address;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Finds mail exchangers by the rules of RFC 5321 §5.1. Many threads may ask at once. */
public final class DnsMailExchangers implements MailExchangers {
    /** For all that is to be asked about one domain. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** The best ones. Who has more of them has a reason that no mail needs. */
    private static final int MOST_HOSTS = 20;

    private static final List<Integer> ADDRESS_TYPES = List.of(Type.AAAA, Type.A);

    private final Resolver names;
    private final OwnHost ownHost;
    private final RandomGenerator random;
    private final Duration patience;

    /**
     * @param servers name servers, by address; empty: those that this machine is set up with
     * @param ownHost whom mail must not be sent to
     * @param random  decides between equals
     */
    public DnsMailExchangers(List<HostPort> servers, OwnHost ownHost, RandomGenerator random, InstantSource clock) {
        this(servers, ownHost, random, clock, PATIENCE);
    }

    DnsMailExchangers(
            List<HostPort> servers, OwnHost ownHost, RandomGenerator random, InstantSource clock, Duration patience) {
        List<InetSocketAddress> given = servers.stream()
                .map(place -> new InetSocketAddress(place.host(), place.port()))
                .toList();
        // A new one each time: the one that it keeps itself never hears that the machine is in another network now.
        this.names = new CachingResolver(
                new NameServers(() -> given.isEmpty() ? new ResolverConfig().servers() : given), clock);
        this.ownHost = ownHost;
        this.random = random;
        this.patience = patience;
    }

    @Override
    public MailExchange find(String domain) {
        if (domain.startsWith("[")) {
            return literal(domain);
        }
        Name name;
        try {
            name = Name.fromString(domain, Name.root);
        } catch (TextParseException e) {
            return new MailExchange.Nowhere(Obstacle.NO_DOMAIN, domain + " can't be a name in DNS");
        }
        TimeToLive left = TimeToLive.of(patience);
        return switch (names.ask(name, Type.MX, left)) {
            case Answer.Found found -> named(domain, found, left);
            // RFC 5321 §5.1: then the domain itself is the host, under the name that its alias leads to.
            case Answer.NoRecords none -> implicit(domain, none.owner(), left);
            case Answer.NoSuchName none ->
                new MailExchange.Nowhere(Obstacle.NO_DOMAIN, "there is no domain " + domain + " in DNS");
            case Answer.Failed failed -> unknown(domain, failed.why());
        };
    }

    /** RFC 5321 §5.1: a literal is the host's address; nobody is to be asked. */
    private MailExchange literal(String domain) {
        Optional<InetAddress> address = Address.POSTMASTER.at(domain).literal();
        if (address.isEmpty()) {
            return new MailExchange.Nowhere(Obstacle.NO_DOMAIN, domain + " is no address of the Internet");
        }
        return ownHost.is(Set.of(), List.of(address.get()))
                ? loop(domain)
                : new MailExchange.Hosts(List.of(new ExchangeHost(domain, 0, List.of(address.get()))));
    }

    private MailExchange named(String domain, Answer.Found found, TimeToLive left) {
        List<MXRecord> records = new ArrayList<>(found.records().stream()
                .map(MXRecord.class::cast)
                .filter(record -> !record.getTarget().equals(Name.root))
                .toList());
        if (records.isEmpty()) {
            return new MailExchange.Nowhere(
                    Obstacle.NULL_MX, domain + " takes no mail, as DNS says (a null MX, RFC 7505)");
        }
        // RFC 5321 §5.1: by preference, and equals in any order, so that they share the load.
        Collections.shuffle(records, random);
        records.sort(Comparator.comparingInt(MXRecord::getPriority));
        List<MXRecord> best = records.subList(0, Math.min(records.size(), MOST_HOSTS));
        return choose(
                domain,
                candidates(
                        best.stream().map(MXRecord::getTarget).toList(),
                        best.stream().map(MXRecord::getPriority).toList(),
                        left));
    }

    private MailExchange implicit(String domain, Name host, TimeToLive left) {
        return choose(domain, candidates(List.of(host), List.of(0), left));
    }

    /** Asks for the addresses of all of them at once. */
    private List<Candidate> candidates(List<Name> hosts, List<Integer> preferences, TimeToLive left) {
        List<List<CompletableFuture<Answer>>> questions = hosts.stream()
                .map(host -> ADDRESS_TYPES.stream()
                        .map(type -> CompletableFuture.supplyAsync(
                                () -> names.ask(host, type, left), Thread::startVirtualThread))
                        .toList())
                .toList();
        var candidates = new ArrayList<Candidate>();
        for (int i = 0; i < hosts.size(); i++) {
            List<Answer> answers =
                    questions.get(i).stream().map(CompletableFuture::join).toList();
            candidates.add(new Candidate(hosts.get(i), preferences.get(i), answers));
        }
        return candidates;
    }

    /** @param candidates the best first */
    private MailExchange choose(String domain, List<Candidate> candidates) {
        // RFC 5321 §5.1: whoever is no better than we are would bring it back to us.
        OptionalInt ours = candidates.stream()
                .filter(candidate -> ownHost.is(candidate.names(), candidate.addresses()))
                .mapToInt(Candidate::preference)
                .min();
        List<Candidate> better = candidates.stream()
                .filter(candidate -> ours.isEmpty() || candidate.preference() < ours.getAsInt())
                .toList();
        if (better.isEmpty()) {
            return loop(domain);
        }
        List<ExchangeHost> hosts = better.stream()
                .flatMap(candidate -> candidate.reachable().stream())
                .toList();
        if (!hosts.isEmpty()) {
            return new MailExchange.Hosts(hosts);
        }
        // Only where each of them was looked up, and is known to have none: what failed may come back.
        Optional<String> failure = better.stream()
                .flatMap(candidate -> candidate.failure().stream())
                .findFirst();
        if (failure.isPresent()) {
            return unknown(domain, failure.get());
        }
        List<String> all = better.stream().map(Candidate::host).toList();
        return new MailExchange.Nowhere(
                Obstacle.NO_HOST,
                all.equals(List.of(domain))
                        ? domain + " has neither mail exchangers nor an address in DNS"
                        : "no mail exchanger of " + domain + " has an address in DNS: " + String.join(", ", all));
    }

    private static MailExchange loop(String domain) {
        return new MailExchange.Nowhere(
                Obstacle.LOOP,
                "mail loops back to us: DNS has this server for " + domain + ", which is not one of its domains");
    }

    private static MailExchange unknown(String domain, String why) {
        return new MailExchange.Unknown("DNS can't say where mail for " + domain + " goes: " + why);
    }
}
