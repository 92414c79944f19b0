package mailserver.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static final Address BOB = new Address("bob", "our.example");
    private static final Address USER = new Address("用户", "our.example");

    @Test
    void rfc5321_4_4_a_single_recipient_is_named() {
        assertEquals("""
                Received: by mail.our.example id abc
                \tfor <bob@our.example>;
                \tThu, 1 Jan 1970 00:00:00 +0000
                """, trace(false, BOB));
    }

    @Test
    void rfc5321_7_2_several_recipients_are_not() {
        assertEquals("""
                Received: by mail.our.example id abc;
                \tThu, 1 Jan 1970 00:00:00 +0000
                """, trace(true, BOB, USER));
    }

    @Test
    void rfc6531_3_7_3_an_address_in_UTF_8_is_named_only_in_a_message_that_may_hold_it() {
        assertEquals(2, trace(false, USER).lines().count());
        assertEquals(
                "\tfor <用户@our.example>;", trace(true, USER).lines().toList().get(1));
    }

    @Test
    void rfc5321_4_1_3_address_literals() throws UnknownHostException {
        assertEquals("[192.0.2.1]", Trace.literal(InetAddress.getByName("192.0.2.1")));
        assertEquals("[IPv6:2001:db8::1]", Trace.literal(InetAddress.getByName("2001:db8::1")));
    }

    private static String trace(boolean utf8, Address... recipients) {
        Envelope envelope = Envelope.of("abc", ReversePath.NULL, List.of(recipients), Body.SEVEN_BIT);
        var asked = new Envelope(
                envelope.id(),
                envelope.sender(),
                envelope.recipients(),
                envelope.parameters().asUtf8(utf8));
        return Trace.receivedLocally("mail.our.example", asked, Instant.EPOCH);
    }
}
