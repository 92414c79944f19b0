package mailserver.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * A host that may take the mail, with what is known of its addresses.
 *
 * @param name    as the domain's records have it
 * @param answers to the questions about its addresses
 */
record Candidate(Name name, int preference, List<Answer> answers) {
    /** RFC 5321 §5.1 wants two at least to be tried. */
    private static final int MOST_ADDRESSES = 6;

    Candidate {
        answers = List.copyOf(answers);
    }

    String host() {
        return text(name);
    }

    /** Without the dot at its end, lower-case, as names are compared here. */
    static String text(Name name) {
        return name.canonicalize().toString(true);
    }

    /** What it is called, and what that is an alias of. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(Set.of(host()));
        found().forEach(found -> names.add(text(found.owner())));
        return names;
    }

    /** In the order in which to try them: IPv6 and IPv4 by turns, so that neither's absence costs many tries. */
    List<InetAddress> addresses() {
        List<InetAddress> six = addresses(Inet6Address.class::isInstance);
        List<InetAddress> four = addresses(address -> !(address instanceof Inet6Address));
        List<InetAddress> mixed = new ArrayList<>();
        for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
            six.stream().skip(i).findFirst().ifPresent(mixed::add);
            four.stream().skip(i).findFirst().ifPresent(mixed::add);
        }
        return mixed.subList(0, Math.min(mixed.size(), MOST_ADDRESSES));
    }

    /** Why an address of it may be missing. */
    Optional<String> failure() {
        return answers.stream()
                .flatMap(answer -> answer instanceof Answer.Failed failed ? Stream.of(failed.why()) : Stream.empty())
                .findFirst();
    }

    Optional<ExchangeHost> reachable() {
        List<InetAddress> addresses = addresses();
        return addresses.isEmpty() ? Optional.empty() : Optional.of(new ExchangeHost(host(), preference, addresses));
    }

    private List<InetAddress> addresses(Predicate<InetAddress> kind) {
        return found().flatMap(found -> found.records().stream())
                .flatMap(Candidate::address)
                .filter(kind)
                // Nobody is there: a connection to 0.0.0.0 would come out at this machine.
                .filter(address -> !address.isAnyLocalAddress() && !address.isMulticastAddress())
                .distinct()
                .toList();
    }

    private Stream<Answer.Found> found() {
        return answers.stream().filter(Answer.Found.class::isInstance).map(Answer.Found.class::cast);
    }

    private static Stream<InetAddress> address(Record record) {
        return switch (record) {
            case ARecord four -> Stream.of(four.getAddress());
            case AAAARecord six -> Stream.of(six.getAddress());
            default -> Stream.empty();
        };
    }
}
