package mailserver.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import mailserver.config.value.Limits;
import mailserver.server.ConnectionLimiter.Answer.Refused;
import mailserver.server.ConnectionLimiter.Answer.Welcome;
import org.junit.jupiter.api.Test;

class ConnectionLimiterTest {
    private static final Limits LIMITS =
            new Limits(1, 1, 4, 2, Duration.ofMinutes(5), 20, Optional.empty(), Optional.empty());

    private final ConnectionLimiter limiter = new ConnectionLimiter();
    private final AtomicInteger goodbyes = new AtomicInteger();

    @Test
    void an_IPv4_address_is_counted_by_itself() throws UnknownHostException {
        enter("192.0.2.1");
        ConnectionLimiter.Place second = enter("192.0.2.1");
        assertEquals(new Refused("too many connections from your address"), knock("192.0.2.1", false));
        enter("192.0.2.2");
        second.close();
        second.close();
        enter("192.0.2.1");
        enter("192.0.2.4");
        assertEquals(new Refused("too many connections"), knock("192.0.2.3", false));
    }

    @Test
    void rfc6177_an_IPv6_address_is_counted_with_its_network() throws UnknownHostException {
        enter("2001:db8:0:1::1");
        enter("2001:db8:0:1::2");
        assertInstanceOf(Refused.class, knock("2001:db8:0:1:ffff::3", false));
        enter("2001:db8:0:2::1");
    }

    @Test
    void trusted_clients_have_the_common_limit_alone() throws UnknownHostException {
        for (int i = 0; i < 4; i++) {
            assertInstanceOf(Welcome.class, knock("127.0.0.1", true));
        }
        assertInstanceOf(Refused.class, knock("127.0.0.1", true));
    }

    @Test
    void a_session_that_begins_while_all_others_end_is_told_at_once()
            throws UnknownHostException, InterruptedException {
        ConnectionLimiter.Place place = enter("192.0.2.1");
        Thread draining = Thread.ofVirtual().start(() -> limiter.drain(Duration.ZERO));
        await().until(() -> knock("192.0.2.2", false).equals(new Refused("the server is shutting down")));
        place.take(new ConnectionLimiter.Session() {
            @Override
            public void end() {
                goodbyes.incrementAndGet();
                place.close();
            }

            @Override
            public void cut() {}
        });
        draining.join();
        assertEquals(1, goodbyes.get());
    }

    private ConnectionLimiter.Place enter(String client) throws UnknownHostException {
        return assertInstanceOf(Welcome.class, knock(client, false)).place();
    }

    private ConnectionLimiter.Answer knock(String client, boolean trusted) throws UnknownHostException {
        return limiter.enter(Service.SMTP, InetAddress.getByName(client), trusted, LIMITS);
    }
}
