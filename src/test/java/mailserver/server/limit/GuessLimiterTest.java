package mailserver.server.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GuessLimiterTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private final GuessLimiter brake = new GuessLimiter(now::get);

    @Test
    void a_few_slips_cost_nothing() throws UnknownHostException {
        fail("192.0.2.1", "bob@x", 2);
        assertEquals(Optional.of(Duration.ZERO), brake.beforeTry(at("192.0.2.1")));
    }

    @Test
    void a_guesser_gets_ten_tries_a_minute_at_the_most_however_many_connections_it_has() throws UnknownHostException {
        fail("192.0.2.1", "bob@x", 50);
        int tried = 0;
        for (int second = 0; second < 600; second++) {
            for (int connection = 0; connection < 20; connection++) {
                if (brake.beforeTry(at("192.0.2.1")).isPresent()) {
                    tried++;
                    brake.failed(at("192.0.2.1"), "bob@x");
                }
            }
            pass(Duration.ofSeconds(1));
        }
        assertTrue(tried <= 65, "tries in ten minutes: " + tried);
    }

    @Test
    void the_owner_gets_in_from_elsewhere_at_once() throws UnknownHostException {
        fail("192.0.2.1", "bob@x", 50);
        assertEquals(Optional.of(Duration.ZERO), brake.beforeTry(at("192.0.2.2")));
    }

    @Test
    void an_account_that_is_guessed_at_from_everywhere_answers_late() throws UnknownHostException {
        Duration last = Duration.ZERO;
        for (int i = 1; i < 200; i++) {
            last = brake.failed(at("10.0.0." + i), "bob@x");
        }
        assertEquals(Duration.ofSeconds(3), last);
        assertEquals(Duration.ZERO, brake.failed(at("10.0.1.1"), "alice@x"));
    }

    @Test
    void rfc6177_who_has_an_IPv6_address_has_the_whole_network() throws UnknownHostException {
        for (int i = 1; i < 30; i++) {
            brake.failed(at("2001:db8:0:1::" + i), "user" + i + "@x");
        }
        assertTrue(brake.beforeTry(at("2001:db8:0:1:ffff::1")).orElseThrow().isPositive());
        assertEquals(Optional.of(Duration.ZERO), brake.beforeTry(at("2001:db8:0:2::1")));
    }

    @Test
    void failures_fade() throws UnknownHostException {
        fail("192.0.2.1", "bob@x", 10);
        assertTrue(brake.beforeTry(at("192.0.2.1")).orElseThrow().isPositive());
        pass(Duration.ofMinutes(15));
        assertEquals(Optional.of(Duration.ZERO), brake.beforeTry(at("192.0.2.1")));
    }

    private void fail(String client, String account, int times) throws UnknownHostException {
        for (int i = 0; i < times; i++) {
            brake.failed(at(client), account);
        }
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private static InetAddress at(String address) throws UnknownHostException {
        return InetAddress.getByName(address);
    }
}
