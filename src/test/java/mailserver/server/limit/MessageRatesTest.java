package mailserver.server.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import mailserver.Dialogue;
import mailserver.TestServer;
import mailserver.config.Configuration;
import mailserver.config.value.Limits;
import mailserver.mail.Address;
import mailserver.smtp.server.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageRatesTest {
    @TempDir
    private Path home;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:30Z"));
    private final MessageRates rates = new MessageRates(now::get);

    @Test
    void a_message_counts_for_an_hour() throws UnknownHostException {
        Client bob = login("bob@our.example");
        rates.count(bob);
        pass(Duration.ofMinutes(30));
        rates.count(bob);
        assertEquals("450 4.7.1 2 messages in the last hour, try later", refusal(bob, 2));
        assertEquals("", refusal(bob, 3));
        pass(Duration.ofMinutes(30));
        assertEquals("", refusal(bob, 2));
        rates.count(bob);
        assertEquals("450 4.7.1 2 messages in the last hour, try later", refusal(bob, 2));
        pass(Duration.ofDays(2));
        assertEquals("", refusal(bob, 1));
        pass(Duration.ofHours(-1));
        rates.count(bob);
        assertEquals("450 4.7.1 1 messages in the last hour, try later", refusal(bob, 1));
    }

    @Test
    void logins_and_trusted_hosts_are_counted_each_by_itself_and_strangers_are_not() throws UnknownHostException {
        Client bob = login("bob@our.example");
        for (Client client :
                new Client[] {bob, login("BOB@our.example"), host("10.0.0.1", true), host("10.0.0.2", false)}) {
            rates.count(client);
        }
        assertEquals("450 4.7.1 2 messages in the last hour, try later", refusal(bob, 2));
        assertEquals("", refusal(login("alice@our.example"), 1));
        assertEquals("450 4.7.1 1 messages in the last hour, try later", refusal(host("10.0.0.1", true), 1));
        assertEquals("", refusal(host("10.0.0.3", true), 1));
        assertEquals("", refusal(host("10.0.0.2", false), 1));
    }

    @Test
    void nobody_is_bound_by_a_bound_that_is_none() throws UnknownHostException {
        Client bob = login("bob@our.example");
        for (int i = 0; i < 10_000; i++) {
            rates.count(bob);
        }
        Limits none = Configuration.defaults("mail.lan").limits().withAnyNumberOfMessages();
        assertEquals(Optional.empty(), rates.refusal(bob, none));
    }

    @Test
    void at_the_wire_the_bound_is_said_at_MAIL_and_a_reload_changes_it() throws IOException {
        try (TestServer server = TestServer.start(home, "our.example", "[limits]", "host_messages_per_hour = 2");
                Dialogue client = Dialogue.with(server.smtpPort())) {
            client.expect("220");
            hand(client);
            hand(client);
            client.send("MAIL FROM:<bob@our.example>").expect("450 4.7.1 2 messages in the last hour, try later");
            client.send("MAIL FROM:<nobody@our.example>").expect("550 5.1.8");
            server.write(
                    "etc/mailserver.toml",
                    TestServer.text(home.resolve("etc/mailserver.toml")).replace("hour = 2", "hour = 3"));
            server.server().reload(server.settings());
            hand(client);
            client.send("MAIL FROM:<bob@our.example>").expect("450 4.7.1 3 messages");
        }
    }

    private static void hand(Dialogue client) throws IOException {
        client.talk("""
                C: MAIL FROM:<bob@our.example>
                S: 250
                C: RCPT TO:<alice@our.example>
                S: 250
                C: DATA
                S: 354
                C: Subject: x
                C:
                C: .
                S: 250
                """);
    }

    private String refusal(Client client, int most) {
        Limits limits = new Limits(1, 1, 1, 1, Duration.ofMinutes(5), 1, Optional.of(most), Optional.of(most));
        return rates.refusal(client, limits).map(Object::toString).orElse("");
    }

    private static Client login(String account) throws UnknownHostException {
        return new Client(
                InetAddress.getByName("192.0.2.1"),
                true,
                "",
                true,
                true,
                Optional.of(Address.parse(account).orElseThrow()));
    }

    private static Client host(String address, boolean trusted) throws UnknownHostException {
        return new Client(InetAddress.getByName(address), trusted, "", true, false, Optional.empty());
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
