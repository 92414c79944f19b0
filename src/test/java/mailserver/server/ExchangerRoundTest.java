package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mailserver.dns.ExchangeHost;
import mailserver.dns.MailExchange;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.ReversePath;
import mailserver.queue.NextHop;
import mailserver.queue.delivery.DeliveryAgent.ConnectResult;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.ScriptedPeer.Fault;
import mailserver.smtp.client.SmtpClient;
import mailserver.smtp.client.connection.ClientTimeouts;
import mailserver.wire.Transcript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two exchangers of one domain, over real connections: what one of them can't take now goes to the other (RFC 5321 §5.1). */
@Timeout(30)
class ExchangerRoundTest {
    private static final Address BOB = new Address("bob", "other.example");
    private static final Address CARL = new Address("carl", "other.example");
    private static final Duration MOST = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    static Stream<Fault> theNextHostIsTried() {
        return Stream.of(
                new Fault.Answer("GREETING", "421 4.3.2 too busy"),
                new Fault.Answer("GREETING", "554 no service"),
                new Fault.Answer("MAIL", "451 4.3.0 later"),
                new Fault.Answer("MAIL", "421 4.3.2 closing"),
                new Fault.Answer("RCPT", "452 4.5.3 too many"),
                new Fault.Answer("RCPT", "450 4.7.1 greylisted"),
                new Fault.AnswerAndDrop("RCPT", "421 4.3.2 closing"),
                new Fault.Answer("DATA", "451 4.3.0 later"),
                new Fault.Answer(".", "452 4.3.1 disk full"),
                new Fault.AnswerAndDrop(".", "421 4.3.2 closing"),
                new Fault.Drop("EHLO"),
                new Fault.Drop("MAIL"),
                new Fault.Drop("RCPT"),
                new Fault.Drop("DATA"),
                new Fault.Refuse());
    }

    @ParameterizedTest
    @MethodSource
    void theNextHostIsTried(Fault fault) throws Exception {
        for (String extension : List.of("PIPELINING", "X-NOTHING")) {
            try (var first = ScriptedPeer.start(List.of(extension), fault);
                    var second = ScriptedPeer.start(List.of(extension))) {
                assertInstanceOf(
                        RecipientOutcome.Delivered.class,
                        deliver(first, second, BOB).get(BOB));
                assertEquals(1, second.messages().size());
            }
        }
    }

    @Test
    void twoThatRefuseTheGreetingAltogetherAreNoRefusalOfTheMessage() throws Exception {
        var refused = new Fault[] {new Fault.Answer("EHLO", "550 not you"), new Fault.Answer("HELO", "550 not you")};
        try (var first = ScriptedPeer.start(List.of(), refused);
                var second = ScriptedPeer.start(List.of())) {
            assertInstanceOf(
                    RecipientOutcome.Delivered.class,
                    deliver(first, second, BOB).get(BOB));
        }
    }

    @Test
    void onlyThoseForWhomItFailedGoOn() throws Exception {
        try (var first = ScriptedPeer.start(List.of(), new Fault.AnswerOnce("RCPT", 1, "450 4.2.1 busy"));
                var second = ScriptedPeer.start(List.of())) {
            Map<Address, RecipientOutcome> outcomes = deliver(first, second, BOB, CARL);
            assertTrue(
                    outcomes.values().stream().allMatch(RecipientOutcome.Delivered.class::isInstance),
                    outcomes.toString());
            assertEquals(1, first.messages().size());
            assertEquals(
                    1,
                    second.heard().stream()
                            .filter(line -> line.startsWith("RCPT"))
                            .count());
        }
    }

    @Test
    void aRefusalIsFinal() throws Exception {
        try (var first = ScriptedPeer.start(List.of(), new Fault.Answer("RCPT", "550 5.1.1 no such user"));
                var second = ScriptedPeer.start(List.of())) {
            assertInstanceOf(
                    RecipientOutcome.Refused.class, deliver(first, second, BOB).get(BOB));
            assertEquals(List.of(), second.heard());
        }
    }

    @Test
    void whenTheAnswerToTheDotIsLostTheRoundIsOver() throws Exception {
        for (String extension : List.of("PIPELINING", "CHUNKING")) {
            try (var first = ScriptedPeer.start(List.of(extension), new Fault.Drop("."));
                    var second = ScriptedPeer.start(List.of(extension))) {
                assertInstanceOf(
                        RecipientOutcome.Deferred.class,
                        deliver(first, second, BOB).get(BOB));
                assertEquals(List.of(), second.heard());
            }
        }
    }

    private Map<Address, RecipientOutcome> deliver(ScriptedPeer first, ScriptedPeer second, Address... recipients)
            throws Exception {
        Path eml = Files.writeString(folder.resolve("1a2b3c4d5e6f01.eml"), "Subject: hi\n\nHello.\n");
        var envelope = Envelope.of(
                "1a2b3c4d5e6f01", ReversePath.of(new Address("ann", "home.lan")), List.of(recipients), Body.SEVEN_BIT);
        var timeouts = new ClientTimeouts(MOST, MOST, MOST, MOST, MOST, MOST, MOST, MOST, Duration.ofMillis(200));
        try (var client = new SmtpClient("here.example", timeouts, address -> Transcript.NONE)) {
            var agent = new SmtpDeliveryAgent(
                    client, domain -> null, () -> 25, (e, file) -> RecipientOutcome.deferred("not here"));
            var hosts = new MailExchange.Hosts(List.of(host("a.example", 1), host("b.example", 2)));
            var trip = new ExchangerSearch(domain -> hosts, () -> 25, place -> {
                ScriptedPeer peer = place.place().host().equals("192.0.2.1") ? first : second;
                return agent.connect(new NextHop.To(peer.asPeer()));
            });
            ConnectResult.Connected arrived = assertInstanceOf(ConnectResult.Connected.class, trip.to("other.example"));
            try (var connection = arrived.connection()) {
                return connection.deliver(envelope, eml);
            }
        }
    }

    private static ExchangeHost host(String name, int address) throws Exception {
        return new ExchangeHost(name, address, List.of(InetAddress.getByName("192.0.2." + address)));
    }
}
