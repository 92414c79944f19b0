package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import mailserver.config.Peer;
import mailserver.config.TlsPolicy;
import mailserver.dns.Exchange;
import mailserver.dns.ExchangeHost;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.queue.Courier.Carriage;
import mailserver.queue.Courier.Trip;
import mailserver.smtp.Outcome;
import mailserver.smtp.Reply;
import org.junit.jupiter.api.Test;

class ExchangeTripTest {
    private static final Trip.Arrived THERE = new Trip.Arrived(new Idle());
    private static final Trip.Failed SILENCE =
            new Trip.Failed(Outcome.deferred("refuses connections"), false, Set.of());

    private final List<Peer> tried = new ArrayList<>();

    /** A way that nothing goes by. */
    private record Idle() implements Carriage {
        @Override
        public Map<Address, Outcome> deliver(Envelope envelope, Path eml) {
            return Map.of();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    @Test
    void rfc5321_5_1_each_address_of_each_host_is_tried_in_order_until_one_takes_mail() throws Exception {
        Trip trip = go(
                hosts(
                        host("first.example", "192.0.2.1", "2001:db8::1"),
                        host("second.example", "192.0.2.2", "192.0.2.3")),
                SILENCE,
                SILENCE,
                THERE);
        assertInstanceOf(Trip.Arrived.class, trip);
        assertEquals(List.of("192.0.2.1:2525", "[2001:db8::1]:2525", "192.0.2.2:2525"), places());
        assertEquals(TlsPolicy.OPPORTUNISTIC, tried.getFirst().tls());
    }

    @Test
    void rfc5321_3_8_where_one_host_closes_its_doors_the_next_one_is_asked() throws Exception {
        Outcome closing = Outcome.deferred("the greeting", Reply.of(421, 3, 2, "too many connections"));
        Trip trip = go(
                hosts(host("first.example", "192.0.2.1", "192.0.2.2")),
                new Trip.Failed(closing, false, Set.of()),
                THERE);
        assertInstanceOf(Trip.Arrived.class, trip);
    }

    @Test
    void a_host_that_never_takes_mail_speaks_for_all() throws Exception {
        var never = new Trip.Failed(new Outcome.Refused(Reply.plain(521, "no mail here")), false, Set.of());
        assertEquals(never, go(hosts(host("first.example", "192.0.2.1", "192.0.2.2")), never, THERE));
        assertEquals(1, tried.size());
    }

    @Test
    void when_nobody_can_be_talked_to_the_mail_waits_and_all_reasons_are_told() throws Exception {
        Trip trip = go(hosts(host("first.example", "192.0.2.1"), host("second.example", "192.0.2.2")), SILENCE);
        assertEquals(
                Outcome.deferred("first.example: refuses connections; second.example: refuses connections"),
                assertInstanceOf(Trip.Failed.class, trip).outcome());
    }

    @Test
    void one_try_is_not_spent_on_any_number_of_dead_hosts() throws Exception {
        String[] addresses =
                IntStream.rangeClosed(1, 50).mapToObj(i -> "192.0.2." + i).toArray(String[]::new);
        go(hosts(host("first.example", addresses)), SILENCE);
        assertEquals(10, tried.size());
    }

    @Test
    void where_there_is_no_way_nobody_is_asked() throws Exception {
        Trip nowhere = go(new Exchange.Nowhere(Exchange.Obstacle.NULL_MX, "takes no mail"));
        assertEquals(
                new Outcome.Unfit(Reply.of(556, 1, 10, "takes no mail")),
                assertInstanceOf(Trip.Failed.class, nowhere).outcome());
        Trip unknown = go(new Exchange.Unknown("DNS says nothing"));
        assertEquals(
                Outcome.deferred("DNS says nothing (4.4.3)"),
                assertInstanceOf(Trip.Failed.class, unknown).outcome());
        assertEquals(List.of(), tried);
    }

    /** @param steps what comes of each place, the last one for ever */
    private Trip go(Exchange exchange, Trip... steps) {
        return new ExchangeTrip(domain -> exchange, () -> 2525, peer -> {
                    tried.add(peer);
                    return steps[Math.min(tried.size(), steps.length) - 1];
                })
                .to("other.example");
    }

    private List<String> places() {
        return tried.stream().map(peer -> peer.place().toString()).toList();
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
