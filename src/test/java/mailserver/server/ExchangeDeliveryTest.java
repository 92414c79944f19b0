package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mailserver.config.Peer;
import mailserver.config.TlsPolicy;
import mailserver.dns.Exchange;
import mailserver.dns.ExchangeHost;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.ReversePath;
import mailserver.smtp.Outcome;
import mailserver.smtp.Reply;
import org.junit.jupiter.api.Test;

class ExchangeDeliveryTest {
    private static final Address ALICE = new Address("alice", "other.example");
    private static final Address BOB = new Address("bob", "other.example");
    private static final Envelope ENVELOPE =
            Envelope.of("an-id", ReversePath.NULL, List.of(ALICE, BOB), Body.SEVEN_BIT);
    private static final Outcome OK = new Outcome.Delivered(Reply.of(250, 0, 0, "ok"), true);
    private static final Outcome SILENCE = Outcome.deferred("refuses connections");

    private final List<Peer> tried = new ArrayList<>();

    @Test
    void rfc5321_5_1_each_address_of_each_host_is_tried_in_order_until_one_can_be_talked_to() throws Exception {
        Map<Address, Outcome> outcomes = deliver(
                hosts(
                        host("first.example", "192.0.2.1", "2001:db8::1"),
                        host("second.example", "192.0.2.2", "192.0.2.3")),
                both(SILENCE),
                both(SILENCE),
                both(OK));
        assertEquals(both(OK), outcomes);
        assertEquals(List.of("192.0.2.1:2525", "[2001:db8:0:0:0:0:0:1]:2525", "192.0.2.2:2525"), places());
        assertEquals(TlsPolicy.OPPORTUNISTIC, tried.getFirst().tls());
    }

    @Test
    void what_a_host_says_of_any_recipient_counts_and_no_other_host_is_asked() throws Exception {
        Outcome busy = Outcome.deferred("RCPT", Reply.of(451, 7, 1, "greylisted"));
        Outcome no = new Outcome.Refused(Reply.of(550, 1, 1, "no such user"));
        for (Outcome said : List.of(busy, no)) {
            tried.clear();
            Map<Address, Outcome> outcomes = Map.of(ALICE, SILENCE, BOB, said);
            assertEquals(outcomes, deliver(hosts(host("first.example", "192.0.2.1", "192.0.2.2")), outcomes, both(OK)));
            assertEquals(1, tried.size());
        }
    }

    @Test
    void rfc5321_3_8_where_one_host_closes_its_doors_the_next_one_is_asked() throws Exception {
        Outcome closing = Outcome.deferred("the greeting", Reply.of(421, 3, 2, "too many connections"));
        assertEquals(
                both(OK), deliver(hosts(host("first.example", "192.0.2.1", "192.0.2.2")), both(closing), both(OK)));
    }

    @Test
    void when_nobody_can_be_talked_to_the_mail_waits_and_all_reasons_are_told() throws Exception {
        Map<Address, Outcome> outcomes =
                deliver(hosts(host("first.example", "192.0.2.1"), host("second.example", "192.0.2.2")), both(SILENCE));
        assertEquals(
                both(Outcome.deferred("first.example: refuses connections; second.example: refuses connections")),
                outcomes);
    }

    @Test
    void one_try_is_not_spent_on_any_number_of_dead_hosts() throws Exception {
        String[] addresses =
                IntStream.rangeClosed(1, 50).mapToObj(i -> "192.0.2." + i).toArray(String[]::new);
        deliver(hosts(host("first.example", addresses)), both(SILENCE));
        assertEquals(10, tried.size());
    }

    @Test
    void where_there_is_no_way_nobody_is_asked() throws Exception {
        assertEquals(
                both(new Outcome.Unfit(Reply.of(556, 1, 10, "takes no mail"))),
                deliver(new Exchange.Nowhere(Exchange.Obstacle.NULL_MX, "takes no mail")));
        var unknown = deliver(new Exchange.Unknown("DNS says nothing"));
        var deferred = assertInstanceOf(Outcome.Deferred.class, unknown.get(ALICE));
        assertEquals("DNS says nothing (4.4.3)", deferred.why());
        assertEquals(Optional.empty(), deferred.reply());
        assertEquals(List.of(), tried);
    }

    /** @param steps what the courier brings back from each place, the last one for ever */
    @SafeVarargs
    private Map<Address, Outcome> deliver(Exchange exchange, Map<Address, Outcome>... steps) {
        return new ExchangeDelivery(domain -> exchange, () -> 2525, (peer, envelope, eml) -> {
                    tried.add(peer);
                    return steps[Math.min(tried.size(), steps.length) - 1];
                })
                .deliver("other.example", ENVELOPE, Path.of("no.eml"));
    }

    private List<String> places() {
        return tried.stream().map(peer -> peer.place().toString()).toList();
    }

    private static Map<Address, Outcome> both(Outcome outcome) {
        return List.of(ALICE, BOB).stream().collect(Collectors.toMap(Function.identity(), address -> outcome));
    }

    private static Exchange hosts(ExchangeHost... hosts) {
        return new Exchange.Hosts(List.of(hosts));
    }

    private static ExchangeHost host(String name, String... addresses) throws UnknownHostException {
        var all = new ArrayList<InetAddress>();
        for (String address : addresses) {
            all.add(InetAddress.getByName(address));
        }
        return new ExchangeHost(name, 10, all);
    }
}
