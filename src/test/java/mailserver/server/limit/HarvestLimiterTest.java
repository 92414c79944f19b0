package mailserver.server.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HarvestLimiterTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private final HarvestLimiter brake = new HarvestLimiter(now::get);

    @Test
    void twenty_wrong_guesses_are_free_and_the_next_are_slower_and_slower() throws UnknownHostException {
        for (int i = 0; i < 20; i++) {
            assertEquals(Duration.ZERO, guess("192.0.2.1"));
        }
        assertEquals(Duration.ofMillis(250), guess("192.0.2.1"));
        pass(Duration.ofMillis(250));
        Duration next = guess("192.0.2.1");
        assertTrue(next.compareTo(Duration.ofMillis(400)) > 0 && next.compareTo(Duration.ofMillis(500)) <= 0);
    }

    @Test
    void many_connections_wait_for_each_other_but_never_longer_than_half_a_minute() throws UnknownHostException {
        for (int i = 0; i < 200; i++) {
            assertTrue(guess("192.0.2.1").compareTo(Duration.ofSeconds(30)) <= 0);
        }
        assertEquals(Duration.ofSeconds(30), guess("192.0.2.1"));
        assertEquals(Duration.ZERO, guess("192.0.2.2"));
    }

    @Test
    void rfc6177_an_IPv6_network_guesses_as_one() throws UnknownHostException {
        for (int i = 0; i < 25; i++) {
            guess("2001:db8:0:1::" + i);
        }
        assertTrue(guess("2001:db8:0:1:ffff::").isPositive());
        assertEquals(Duration.ZERO, guess("2001:db8:0:2::1"));
    }

    @Test
    void an_hour_later_it_is_forgiven() throws UnknownHostException {
        for (int i = 0; i < 100; i++) {
            guess("192.0.2.1");
        }
        pass(Duration.ofHours(1));
        assertEquals(Duration.ZERO, guess("192.0.2.1"));
    }

    private Duration guess(String client) throws UnknownHostException {
        return brake.guessed(InetAddress.getByName(client));
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
