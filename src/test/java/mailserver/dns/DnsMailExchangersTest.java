package mailserver.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mailserver.config.value.HostPort;
import mailserver.dns.MailExchange.Obstacle;
import mailserver.dns.TestDns.Fault;
import mailserver.wire.text.IpText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Rcode;

class DnsMailExchangersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private final Set<String> ourNames = new HashSet<>();
    private final Set<InetAddress> ourAddresses = new HashSet<>();
    private TestDns dns;

    @BeforeEach
    void start() throws IOException {
        dns = TestDns.start();
    }

    @AfterEach
    void stop() throws IOException {
        dns.close();
    }

    @Test
    void rfc5321_5_1_hosts_come_by_preference_with_all_their_addresses() {
        dns.with("""
                other.example. IN MX 20 second.example.
                other.example. IN MX 10 first.example.
                other.example. IN MX 30 third.example.
                first.example. IN A 192.0.2.1
                first.example. IN AAAA 2001:db8::1
                second.example. IN AAAA 2001:db8::2
                third.example. IN A 192.0.2.3
                """);
        assertEquals(
                List.of(
                        "preference 10, first.example, 2001:db8::1, 192.0.2.1",
                        "preference 20, second.example, 2001:db8::2",
                        "preference 30, third.example, 192.0.2.3"),
                find("other.example").inWords());
    }

    @Test
    void rfc5321_5_1_equals_come_in_any_order_and_never_before_their_betters() {
        dns.with("""
                other.example. IN MX 10 best.example.
                other.example. IN MX 20 left.example.
                other.example. IN MX 20 right.example.
                best.example. IN A 192.0.2.1
                left.example. IN A 192.0.2.2
                right.example. IN A 192.0.2.3
                """);
        MailExchangers exchangers = exchangers(PATIENCE, dns.place());
        Set<List<String>> orders = IntStream.range(0, 50)
                .mapToObj(i -> names(exchangers.find("other.example")))
                .collect(Collectors.toSet());
        assertEquals(
                Set.of(
                        List.of("best.example", "left.example", "right.example"),
                        List.of("best.example", "right.example", "left.example")),
                orders);
    }

    @Test
    void rfc5321_5_1_without_mx_the_domain_itself_is_the_host() {
        dns.with("other.example. IN A 192.0.2.1\nother.example. IN AAAA 2001:db8::1\nfour.example. IN A 192.0.2.4");
        assertEquals(
                List.of("preference 0, other.example, 2001:db8::1, 192.0.2.1"),
                find("other.example").inWords());
        assertEquals(
                List.of("preference 0, four.example, 192.0.2.4"),
                find("four.example").inWords());
    }

    @Test
    void rfc5321_5_1_with_an_mx_the_address_of_the_domain_counts_for_nothing() {
        dns.with("other.example. IN MX 10 gone.example.\nother.example. IN A 192.0.2.1");
        assertNowhere(Obstacle.NO_HOST, "gone.example", find("other.example"));
    }

    @Test
    void rfc7505_a_null_mx_means_that_no_mail_is_taken() {
        dns.with("other.example. IN MX 0 .\nother.example. IN A 192.0.2.1");
        assertNowhere(Obstacle.NULL_MX, "takes no mail", find("other.example"));
        assertEquals(List.of("other.example. MX"), dns.asked());
    }

    @Test
    void rfc7505_3_a_null_mx_beside_another_one_means_nothing() {
        dns.with("other.example. IN MX 0 .\nother.example. IN MX 10 mx.example.\nmx.example. IN A 192.0.2.1");
        assertEquals(List.of("mx.example"), names(find("other.example")));
    }

    @Test
    void a_domain_that_is_not_there_is_so_for_good() {
        assertNowhere(Obstacle.NO_DOMAIN, "no domain gone.example in DNS", find("gone.example"));
        assertEquals(List.of("gone.example. MX"), dns.asked());
    }

    @Test
    void rfc3463_3_5_a_domain_without_a_host_is_so_for_good() {
        dns.with("other.example. IN TXT \"nothing but words\"");
        assertNowhere(Obstacle.NO_HOST, "neither mail exchangers nor an address", find("other.example"));
    }

    @Test
    void exchangers_without_an_address_are_left_out() {
        dns.with("""
                other.example. IN MX 10 gone.example.
                other.example. IN MX 20 here.example.
                here.example. IN A 192.0.2.2
                """);
        assertEquals(List.of("here.example"), names(find("other.example")));
    }

    @Test
    void an_address_that_nobody_can_have_is_none() {
        dns.with("""
                other.example. IN MX 10 mx.example.
                mx.example. IN A 0.0.0.0
                mx.example. IN A 224.0.0.1
                mx.example. IN AAAA ::
                """);
        assertNowhere(Obstacle.NO_HOST, "mx.example", find("other.example"));
    }

    @Test
    void when_an_address_may_only_be_missing_for_now_so_is_the_way() {
        dns.with("""
                other.example. IN MX 10 failing.example.
                other.example. IN MX 20 gone.example.
                """).with("failing.example", new Fault.Code(Rcode.SERVFAIL));
        assertUnknown("says SERVFAIL", find("other.example"));
    }

    @Test
    void while_one_exchanger_can_not_be_looked_up_the_next_one_serves() {
        dns.with("""
                other.example. IN MX 10 failing.example.
                other.example. IN MX 20 here.example.
                here.example. IN A 192.0.2.2
                """).with("failing.example", new Fault.Code(Rcode.SERVFAIL));
        assertEquals(List.of("here.example"), names(find("other.example")));
    }

    @Test
    void rfc5321_5_1_an_alias_is_followed_to_its_end() {
        dns.with("""
                alias.example. IN CNAME more.example.
                more.example. IN CNAME other.example.
                other.example. IN MX 10 mx.example.
                mx.example. IN CNAME host.example.
                host.example. IN A 192.0.2.1
                bare.example. IN CNAME host.example.
                nowhere.example. IN CNAME gone.example.
                """);
        assertEquals(
                List.of("preference 10, mx.example, 192.0.2.1"),
                find("alias.example").inWords());
        assertEquals(
                List.of("preference 0, host.example, 192.0.2.1"),
                find("bare.example").inWords());
        assertNowhere(Obstacle.NO_DOMAIN, "nowhere.example", find("nowhere.example"));
    }

    @Test
    void what_a_name_server_leaves_of_an_alias_is_asked_for() {
        dns.with(new Fault.OneAliasOnly()).with("""
                alias.example. IN CNAME more.example.
                more.example. IN CNAME other.example.
                other.example. IN MX 10 mx.example.
                mx.example. IN A 192.0.2.1
                """);
        assertEquals(List.of("mx.example"), names(find("alias.example")));
        assertEquals(
                List.of("alias.example. MX", "more.example. MX", "other.example. MX"),
                dns.asked().subList(0, 3));
    }

    @Test
    void aliases_that_lead_round_in_a_circle_are_given_up() {
        dns.with("""
                one.example. IN CNAME two.example.
                two.example. IN CNAME one.example.
                """);
        assertUnknown("has no end", find("one.example"));
        dns.with(new Fault.OneAliasOnly());
        assertUnknown("has no end", find("two.example"));
    }

    static Stream<Fault> failures() {
        return Stream.of(
                new Fault.Code(Rcode.SERVFAIL),
                new Fault.Code(Rcode.REFUSED),
                new Fault.Code(Rcode.NOTIMP),
                new Fault.Refers(),
                new Fault.Shrugs(),
                new Fault.OffTopic(),
                new Fault.Garbage());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void a_failure_is_for_now_at_each_question(Fault fault) {
        dns.with("other.example. IN MX 10 mx.example.\nmx.example. IN A 192.0.2.1\nbare.example. IN A 192.0.2.2");
        dns.with("other.example", fault);
        assertUnknown("DNS can't say where mail for other.example goes: 127.0.0.1 port ", find("other.example"));
        dns.anew().with("other.example. IN MX 10 mx.example.\nmx.example. IN A 192.0.2.1");
        dns.with("mx.example", fault);
        assertUnknown("DNS can't say where mail for other.example goes: 127.0.0.1 port ", find("other.example"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void where_one_name_server_fails_the_next_one_is_asked(Fault fault) throws IOException {
        dns.with(fault);
        try (TestDns second = TestDns.start()) {
            second.with("other.example. IN MX 10 mx.example.\nmx.example. IN A 192.0.2.1");
            MailExchange exchange =
                    exchangers(PATIENCE, dns.place(), second.place()).find("other.example");
            assertEquals(List.of("mx.example"), names(exchange));
            assertEquals("other.example. MX", dns.asked().getFirst());
        }
    }

    @Test
    void a_silent_name_server_is_not_waited_for_for_ever() {
        dns.with(new Fault.Silent());
        MailExchange exchange = exchangers(Duration.ofMillis(200), dns.place()).find("other.example");
        assertUnknown("does not answer", exchange);
    }

    @Test
    void nobody_at_the_port_of_a_name_server_is_for_now() throws IOException {
        HostPort place = dns.place();
        dns.close();
        assertUnknown(
                "port " + place.port(),
                exchangers(Duration.ofMillis(200), place).find("other.example"));
    }

    @Test
    void rfc7766_what_is_too_long_for_udp_comes_by_tcp() {
        dns.with("other.example. IN MX 10 mx.example.\nmx.example. IN A 192.0.2.1");
        dns.with("other.example", new Fault.OnlyByTcp());
        assertEquals(List.of("mx.example"), names(find("other.example")));
        assertEquals(
                List.of("other.example. MX", "other.example. MX"), dns.asked().subList(0, 2));
    }

    @Test
    void rfc6891_7_a_name_server_that_does_not_know_edns_is_asked_without() {
        dns.with("other.example. IN MX 10 mx.example.\nmx.example. IN A 192.0.2.1")
                .with(new Fault.NoEdns());
        assertEquals(List.of("mx.example"), names(find("other.example")));
    }

    @Test
    void rfc5321_5_1_whoever_is_no_better_than_we_are_is_left_out() {
        dns.with("""
                other.example. IN MX 10 best.example.
                other.example. IN MX 20 mail.here.example.
                other.example. IN MX 20 equal.example.
                other.example. IN MX 30 worse.example.
                best.example. IN A 192.0.2.1
                mail.here.example. IN A 192.0.2.2
                equal.example. IN A 192.0.2.3
                worse.example. IN A 192.0.2.4
                """);
        ourNames.add("mail.here.example");
        assertEquals(List.of("best.example"), names(find("other.example")));
    }

    @Test
    void rfc5321_5_1_where_nobody_is_better_than_we_are_mail_would_loop() throws IOException {
        dns.with("""
                named.example. IN MX 10 MAIL.Here.Example.
                named.example. IN MX 20 worse.example.
                aliased.example. IN MX 10 alias.example.
                alias.example. IN CNAME mail.here.example.
                addressed.example. IN MX 10 another.example.
                another.example. IN A 192.0.2.9
                bare.example. IN A 192.0.2.9
                mail.here.example. IN A 192.0.2.2
                worse.example. IN A 192.0.2.4
                """);
        ourNames.add("mail.here.example");
        ourAddresses.add(InetAddress.getByName("192.0.2.9"));
        for (String domain :
                List.of("named.example", "aliased.example", "addressed.example", "bare.example", "mail.here.example")) {
            assertNowhere(Obstacle.LOOP, "mail loops back to us", find(domain));
        }
        assertNowhere(Obstacle.LOOP, "mail loops back to us", find("[192.0.2.9]"));
    }

    @Test
    void when_a_better_one_than_we_are_may_come_back_the_mail_waits() {
        dns.with("other.example. IN MX 10 failing.example.\nother.example. IN MX 20 mail.here.example.")
                .with("failing.example", new Fault.Code(Rcode.SERVFAIL));
        ourNames.add("mail.here.example");
        assertUnknown("SERVFAIL", find("other.example"));
    }

    @Test
    void rfc5321_5_1_nobody_is_asked_about_an_address_literal() {
        assertEquals(
                List.of("preference 0, [192.0.2.1], 192.0.2.1"),
                find("[192.0.2.1]").inWords());
        assertEquals(
                List.of("preference 0, [IPv6:2001:db8::1], 2001:db8::1"),
                find("[IPv6:2001:db8::1]").inWords());
        assertNowhere(Obstacle.NO_DOMAIN, "no address of the Internet", find("[x-net:what.example]"));
        assertEquals(List.of(), dns.asked());
    }

    @Test
    void however_many_hosts_and_addresses_there_are_only_the_best_are_used() {
        for (int i = 1; i <= 40; i++) {
            dns.with("other.example. IN MX " + i + " mx" + i + ".example.\nmx" + i + ".example. IN A 192.0.2." + i);
            dns.with("mx1.example. IN AAAA 2001:db8::" + i);
        }
        var hosts = assertInstanceOf(MailExchange.Hosts.class, find("other.example"))
                .inOrder();
        assertEquals(20, hosts.size());
        assertEquals("mx20.example", hosts.getLast().name());
        assertEquals(
                List.of("2001:db8::1", "192.0.2.1", "2001:db8::2"),
                hosts.getFirst().addresses().stream().map(IpText::of).limit(3).toList());
        assertEquals(6, hosts.getFirst().addresses().size());
    }

    @Test
    void rfc1035_an_answer_counts_as_long_as_it_lives() {
        dns.with("""
                other.example. 300 IN MX 10 mx.example.
                mx.example. 100 IN A 192.0.2.1
                moved.example. 300 IN A 192.0.2.2
                """);
        MailExchangers exchangers = exchangers(PATIENCE, dns.place());
        exchangers.find("other.example");
        List<String> first = dns.asked();
        pass(Duration.ofSeconds(99));
        assertEquals(List.of("mx.example"), names(exchangers.find("Other.example")));
        // The address that is not there is not there for the minute that the zone's SOA record says.
        assertEquals(
                List.of("mx.example. AAAA"),
                dns.asked().subList(first.size(), dns.asked().size()));
        pass(Duration.ofSeconds(1));
        exchangers.find("other.example");
        assertEquals("mx.example. A", dns.asked().getLast());
        dns.anew().with("other.example. 300 IN MX 10 moved.example.\nmoved.example. IN A 192.0.2.2");
        pass(Duration.ofSeconds(200));
        assertEquals(List.of("moved.example"), names(exchangers.find("other.example")));
    }

    @Test
    void an_answer_that_lives_for_weeks_is_asked_for_again_after_an_hour() {
        dns.with("other.example. 2000000 IN A 192.0.2.1\nother.example. 2000000 IN AAAA 2001:db8::1");
        dns.with("other.example. 2000000 IN MX 10 other.example.");
        MailExchangers exchangers = exchangers(PATIENCE, dns.place());
        exchangers.find("other.example");
        pass(Duration.ofMinutes(59));
        exchangers.find("other.example");
        assertEquals(3, dns.asked().size());
        pass(Duration.ofMinutes(2));
        exchangers.find("other.example");
        assertEquals(6, dns.asked().size());
    }

    @Test
    void rfc2308_what_is_not_there_is_remembered_for_the_time_of_its_zone() {
        MailExchangers exchangers = exchangers(PATIENCE, dns.place());
        exchangers.find("gone.example");
        exchangers.find("gone.example");
        assertEquals(1, dns.asked().size());
        dns.with("gone.example. IN A 192.0.2.1");
        pass(Duration.ofSeconds(60));
        assertEquals(List.of("gone.example"), names(exchangers.find("gone.example")));
    }

    @Test
    void a_failure_is_not_remembered() {
        dns.with(new Fault.Code(Rcode.SERVFAIL));
        MailExchangers exchangers = exchangers(PATIENCE, dns.place());
        assertUnknown("SERVFAIL", exchangers.find("other.example"));
        dns.anew().with("other.example. IN A 192.0.2.1");
        assertEquals(List.of("other.example"), names(exchangers.find("other.example")));
    }

    @Test
    void this_machine_is_known_by_its_name_and_by_where_it_listens() throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        InetAddress elsewhere = InetAddress.getByName("192.0.2.1");
        var listening = new ArrayList<InetSocketAddress>();
        var machine = new LocalMachine("mail.here.example", 25, () -> listening);
        assertTrue(machine.is(Set.of("x.example", "mail.here.example"), List.of()));
        assertEquals(false, machine.is(Set.of("x.example"), List.of(loopback)));
        listening.add(new InetSocketAddress("127.0.0.1", 2525));
        listening.add(new InetSocketAddress("127.0.0.2", 25));
        assertEquals(false, machine.is(Set.of("x.example"), List.of(elsewhere, loopback)));
        listening.add(new InetSocketAddress("0.0.0.0", 25));
        assertTrue(machine.is(Set.of("x.example"), List.of(elsewhere, loopback)));
        assertEquals(false, machine.is(Set.of("x.example"), List.of(elsewhere)));
    }

    private MailExchange find(String domain) {
        return exchangers(PATIENCE, dns.place()).find(domain);
    }

    private MailExchangers exchangers(Duration patience, HostPort... servers) {
        OwnHost ownHost = (names, addresses) -> names.stream().anyMatch(ourNames::contains)
                || addresses.stream().anyMatch(ourAddresses::contains);
        return new DnsMailExchangers(List.of(servers), ownHost, new Random(1), now::get, patience);
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private static List<String> names(MailExchange exchange) {
        return assertInstanceOf(MailExchange.Hosts.class, exchange).inOrder().stream()
                .map(ExchangeHost::name)
                .toList();
    }

    private static void assertNowhere(Obstacle obstacle, String why, MailExchange exchange) {
        var nowhere = assertInstanceOf(MailExchange.Nowhere.class, exchange);
        assertEquals(obstacle, nowhere.obstacle());
        assertTrue(nowhere.why().contains(why), nowhere::why);
    }

    private static void assertUnknown(String why, MailExchange exchange) {
        var unknown = assertInstanceOf(MailExchange.Unknown.class, exchange);
        assertTrue(unknown.why().contains(why), unknown::why);
    }
}
