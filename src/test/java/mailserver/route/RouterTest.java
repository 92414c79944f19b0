package mailserver.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.file.ConfigurationException;
import mailserver.config.value.HostPort;
import mailserver.dns.MailExchange;
import mailserver.mail.Address;
import mailserver.mail.Recipient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterTest {
    @TempDir
    private Path home;

    private Router router;

    @BeforeEach
    void configure() throws IOException, ConfigurationException {
        Files.createDirectories(home.resolve("etc"));
        write("etc/mailserver.toml", """
                hostname = "mail.our.example"
                domains = ["our.example", "second.example"]
                [peers]
                "exact.lab" = "10.0.0.1:25"
                "*.lab" = "10.0.0.2:25"
                [relay]
                zone = "fdns.toml"
                """);
        write("fdns.toml", """
                [MX]
                "Zoned.example." = "mx.zoned.example."
                "exact.lab" = "mx.zoned.example"
                [P]
                "mx.zoned.example." = 1025
                """);
        write("etc/accounts", """
                Bob@our.example:{PLAIN}x
                alice@our.example:{PLAIN}x
                alice@second.example:{PLAIN}x
                """);
        write("etc/aliases", """
                sales@our.example: bob@our.example, alice@our.example, far@zoned.example
                all@our.example: sales@our.example, alice@second.example
                alice@second.example: alice@second.example, bob@our.example
                @second.example: sales@our.example
                far@our.example: x@nowhere.example
                """);
        Settings settings = Settings.load(new ServerFiles(home));
        router = new Router(() -> settings);
    }

    @Test
    void domains_are_looked_up_ours_first_then_peers_then_the_zone() {
        assertEquals(new HostPort("10.0.0.1", 25), peer("x@exact.lab").hop().place());
        assertEquals(new HostPort("10.0.0.2", 25), peer("x@a.b.lab").hop().place());
        assertEquals(
                new HostPort("localhost", 1025), peer("x@ZONED.example").hop().place());
        assertInstanceOf(Destination.NoWay.class, destination("x@lab"));
        assertInstanceOf(Destination.NoWay.class, destination("x@else.example"));
        assertInstanceOf(Destination.NoWay.class, destination("x@[192.0.2.1]"));
    }

    @Test
    void rfc5321_4_1_3_a_literal_that_is_this_machine_means_the_first_domain() {
        for (String name :
                List.of("bob@[127.0.0.1]", "bob@[IPv6:::1]", "BOB@[ipv6:0:0:0:0:0:0:0:1]", "bob@[127.9.9.9]")) {
            assertTrue(router.isLocal(Address.parse(name).orElseThrow()), name);
            assertEquals(
                    new Address("Bob", "our.example"),
                    assertInstanceOf(Destination.Mailbox.class, destination(name))
                            .account());
        }
        assertEquals(List.of(new Address("postmaster", "our.example")), mailboxes("Postmaster@[127.0.0.1]"));
        assertInstanceOf(Destination.UnknownUser.class, destination("carol@[127.0.0.1]"));
        assertFalse(router.isLocal(new Address("bob", "[x-net:127.0.0.1]")));
    }

    @Test
    void an_account_is_found_without_case_and_without_tag_and_keeps_its_name() {
        Address bob = new Address("Bob", "our.example");
        for (String name : List.of("bob@our.example", "BOB@OUR.EXAMPLE", "bob+tag@our.example")) {
            assertEquals(
                    bob,
                    assertInstanceOf(Destination.Mailbox.class, destination(name))
                            .account());
        }
        assertInstanceOf(Destination.UnknownUser.class, destination("carol@our.example"));
    }

    @Test
    void the_postmaster_of_every_domain_is_that_of_the_first() {
        Address postmaster = new Address("postmaster", "our.example");
        assertEquals(
                List.of(postmaster),
                List.copyOf(router.destinations(List.of(Recipient.of(Address.POSTMASTER)))
                        .mailboxes()
                        .keySet()));
        assertEquals(List.of(postmaster), mailboxes("Postmaster@second.example", "POSTMASTER@our.example"));
    }

    @Test
    void aliases_lead_on_each_goal_once_and_never_in_a_circle() {
        Destinations all = destinations("all@our.example", "bob@our.example");
        assertEquals(
                List.of("Bob@our.example", "alice@our.example", "alice@second.example"),
                all.mailboxes().keySet().stream()
                        .map(Address::toString)
                        .sorted()
                        .toList());
        assertEquals(
                List.of(new Address("far", "zoned.example")),
                all.remote().stream().map(Recipient::address).toList());
        assertEquals(List.of(), all.unknown());
        assertEquals(2, destinations("anybody@second.example").mailboxes().size());
        assertEquals(
                List.of(Recipient.of(new Address("carol", "our.example"))),
                destinations("carol@our.example").unknown());
    }

    @Test
    void an_address_is_lost_when_all_it_leads_to_is_out_of_reach() {
        assertTrue(router.isLost(new Address("x", "nowhere.example")));
        assertTrue(router.isLost(new Address("far", "our.example")));
        assertFalse(router.isLost(new Address("sales", "our.example")));
        assertFalse(router.isLost(new Address("x", "zoned.example")));
    }

    @Test
    void a_way_is_explained_step_by_step() {
        List<String> lines = router.explain(new Address("sales", "our.example"), domain -> {
            throw new AssertionError("nobody is to be asked");
        });
        assertEquals(4, lines.size(), lines::toString);
        assertEquals(
                "sales@our.example: stands for 3 other(s) (a line in etc/aliases for sales@our.example)",
                lines.getFirst());
        assertEquals(
                "  far@zoned.example: queued for localhost:1025, with TLS if it offers that (the zone file)",
                lines.getLast());
    }

    @Test
    void with_mx_dns_is_the_last_to_be_asked() throws Exception {
        Path file = home.resolve("etc/mailserver.toml");
        Files.writeString(file, Files.readString(file) + "otherwise = \"mx\"\n");
        Settings settings = Settings.load(new ServerFiles(home));
        router = new Router(() -> settings);
        String rule = "[relay] otherwise = \"mx\"";
        assertEquals(new Destination.Exchangers("else.example", rule), destination("x@ELSE.example"));
        assertEquals(new Destination.Exchangers("[192.0.2.1]", rule), destination("x@[192.0.2.1]"));
        assertInstanceOf(Destination.NoWay.class, destination("x@[x-net:what]"));
        assertInstanceOf(Destination.Mailbox.class, destination("bob@our.example"));
        assertInstanceOf(Destination.Peer.class, destination("x@a.lab"));
        assertInstanceOf(Destination.Peer.class, destination("x@zoned.example"));
        assertFalse(router.isLost(new Address("x", "nowhere.example")));
        assertEquals(
                List.of("x@nowhere.example"),
                destinations("far@our.example").remote().stream()
                        .map(recipient -> recipient.address().toString())
                        .toList());
        assertEquals(
                List.of(
                        "far@our.example: stands for 1 other(s) (a line in etc/aliases for far@our.example)",
                        "  x@nowhere.example: queued for the mail exchangers of nowhere.example (DNS) (" + rule + ")",
                        "    waits, 4.4.3: asked about nowhere.example"),
                router.explain(
                        new Address("far", "our.example"),
                        domain -> new MailExchange.Unknown("asked about " + domain)));
    }

    private Destination destination(String address) {
        return router.destination(Address.parse(address).orElseThrow());
    }

    private Destination.Peer peer(String address) {
        return assertInstanceOf(Destination.Peer.class, destination(address));
    }

    private List<Address> mailboxes(String... addresses) {
        return List.copyOf(destinations(addresses).mailboxes().keySet());
    }

    private Destinations destinations(String... addresses) {
        return router.destinations(List.of(addresses).stream()
                .map(address -> Recipient.of(Address.parse(address).orElseThrow()))
                .toList());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(home.resolve(name), text);
    }
}
