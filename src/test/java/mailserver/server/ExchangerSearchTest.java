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
import mailserver.config.value.Peer;
import mailserver.config.value.TlsPolicy;
import mailserver.dns.ExchangeHost;
import mailserver.dns.MailExchange;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.queue.delivery.DeliveryAgent.ConnectResult;
import mailserver.queue.delivery.DeliveryAgent.HopConnection;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;
import org.junit.jupiter.api.Test;

class ExchangerSearchTest {
    private static final ConnectResult.Connected THERE = new ConnectResult.Connected(new Idle());
    private static final ConnectResult.Failed SILENCE =
            new ConnectResult.Failed(RecipientOutcome.deferred("refuses connections"), false, Set.of());

    private final List<Peer> tried = new ArrayList<>();

    /** A way that nothing goes by. */
    private record Idle() implements HopConnection {
        @Override
        public Map<Address, RecipientOutcome> deliver(Envelope envelope, Path eml) {
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
        ConnectResult trip = go(
                hosts(
                        host("first.example", "192.0.2.1", "2001:db8::1"),
                        host("second.example", "192.0.2.2", "192.0.2.3")),
                SILENCE,
                SILENCE,
                THERE);
        assertInstanceOf(ConnectResult.Connected.class, trip);
        assertEquals(List.of("192.0.2.1:2525", "[2001:db8::1]:2525", "192.0.2.2:2525"), places());
        assertEquals(TlsPolicy.OPPORTUNISTIC, tried.getFirst().tls());
    }

    @Test
    void rfc5321_3_8_where_one_host_closes_its_doors_the_next_one_is_asked() throws Exception {
        RecipientOutcome closing =
                RecipientOutcome.deferred("the greeting", Reply.of(421, 3, 2, "too many connections"));
        ConnectResult trip = go(
                hosts(host("first.example", "192.0.2.1", "192.0.2.2")),
                new ConnectResult.Failed(closing, false, Set.of()),
                THERE);
        assertInstanceOf(ConnectResult.Connected.class, trip);
    }

    @Test
    void a_host_that_never_takes_mail_speaks_for_all() throws Exception {
        var never = new ConnectResult.Failed(
                new RecipientOutcome.Refused(Reply.plain(521, "no mail here")), false, Set.of());
        assertEquals(never, go(hosts(host("first.example", "192.0.2.1", "192.0.2.2")), never, THERE));
        assertEquals(1, tried.size());
    }

    @Test
    void when_nobody_can_be_talked_to_the_mail_waits_and_all_reasons_are_told() throws Exception {
        ConnectResult trip =
                go(hosts(host("first.example", "192.0.2.1"), host("second.example", "192.0.2.2")), SILENCE);
        assertEquals(
                RecipientOutcome.deferred("first.example: refuses connections; second.example: refuses connections"),
                assertInstanceOf(ConnectResult.Failed.class, trip).outcome());
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
        ConnectResult nowhere = go(new MailExchange.Nowhere(MailExchange.Obstacle.NULL_MX, "takes no mail"));
        assertEquals(
                new RecipientOutcome.Unfit(Reply.of(556, 1, 10, "takes no mail")),
                assertInstanceOf(ConnectResult.Failed.class, nowhere).outcome());
        ConnectResult unknown = go(new MailExchange.Unknown("DNS says nothing"));
        assertEquals(
                RecipientOutcome.deferred("DNS says nothing (4.4.3)"),
                assertInstanceOf(ConnectResult.Failed.class, unknown).outcome());
        assertEquals(List.of(), tried);
    }

    /** @param steps what comes of each place, the last one for ever */
    private ConnectResult go(MailExchange exchange, ConnectResult... steps) {
        return new ExchangerSearch(domain -> exchange, () -> 2525, peer -> {
                    tried.add(peer);
                    return steps[Math.min(tried.size(), steps.length) - 1];
                })
                .to("other.example");
    }

    private List<String> places() {
        return tried.stream().map(peer -> peer.place().toString()).toList();
    }

    private static MailExchange hosts(ExchangeHost... hosts) {
        return new MailExchange.Hosts(List.of(hosts));
    }

    private static ExchangeHost host(String name, String... addresses) throws UnknownHostException {
        var all = new ArrayList<InetAddress>();
        for (String address : addresses) {
            all.add(InetAddress.getByName(address));
        }
        return new ExchangeHost(name, 10, all);
    }
}
