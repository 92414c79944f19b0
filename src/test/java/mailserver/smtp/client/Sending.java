package mailserver.smtp.client;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailserver.config.value.Peer;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.MailParameters;
import mailserver.mail.ReversePath;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.client.connection.ClientTimeouts;
import mailserver.wire.Transcript;

/** What the tests of the client have in common: people, messages and patience. */
final class Sending {
    static final Address ANN = new Address("ann", "peer.example");
    static final Address BOB = new Address("bob", "peer.example");
    static final Address CYD = new Address("cyd", "peer.example");
    static final Address BJOERN = new Address("björn", "peer.example");
    static final ReversePath SENDER = ReversePath.of(new Address("me", "here.example"));
    static final String TEXT = "Subject: hi\n\nHello\n.\n";

    /** Long enough for a busy machine where an answer comes, short where none does. */
    static final ClientTimeouts PATIENT = ClientTimeouts.all(Duration.ofSeconds(20));

    static final ClientTimeouts HASTY = ClientTimeouts.all(Duration.ofMillis(400));

    private Sending() {}

    static SmtpClient client(ClientTimeouts timeouts) {
        return new SmtpClient("here.example", timeouts, address -> Transcript.NONE);
    }

    static Envelope envelope(Address... recipients) {
        return envelope(Body.SEVEN_BIT, recipients);
    }

    static Envelope envelope(Body body, Address... recipients) {
        return Envelope.of("id", SENDER, List.of(recipients), body);
    }

    /** Of a sender who said SMTPUTF8. */
    static Envelope utf8Envelope(ReversePath sender, Address... recipients) {
        Envelope plain = envelope(recipients);
        return new Envelope(plain.id(), sender, plain.recipients(), MailParameters.NONE.asUtf8(true));
    }

    /** A message of a few lines. */
    static DeliveryResult deliver(ScriptedPeer peer, Address... recipients) throws IOException {
        return deliver(peer, envelope(recipients), TEXT);
    }

    static DeliveryResult deliver(ScriptedPeer peer, Envelope envelope, String text) throws IOException {
        return deliver(PATIENT, peer, envelope, text.getBytes(StandardCharsets.UTF_8));
    }

    static DeliveryResult deliver(ClientTimeouts timeouts, ScriptedPeer peer, Envelope envelope, byte[] stored)
            throws IOException {
        return deliver(timeouts, peer.asPeer(), envelope, stored);
    }

    /** A message of a few lines, by a way that says more than where. */
    static DeliveryResult deliver(Peer peer, Address... recipients) throws IOException {
        return deliver(PATIENT, peer, envelope(recipients), TEXT.getBytes(StandardCharsets.UTF_8));
    }

    static DeliveryResult deliver(ClientTimeouts timeouts, Peer peer, Envelope envelope, byte[] stored)
            throws IOException {
        Path eml = Files.createTempFile("message-", ".eml");
        try (var client = client(timeouts)) {
            Files.write(eml, stored);
            return client.deliver(peer, envelope, eml);
        } finally {
            Files.delete(eml);
        }
    }

    static void assertDelivered(DeliveryResult delivery, Address... recipients) {
        for (Address recipient : recipients) {
            assertInstanceOf(
                    RecipientOutcome.Delivered.class, delivery.to(recipient).orElseThrow());
        }
    }

    static RecipientOutcome.Deferred deferral(DeliveryResult delivery, Address recipient) {
        return assertInstanceOf(
                RecipientOutcome.Deferred.class, delivery.to(recipient).orElseThrow());
    }

    static Reply refusal(DeliveryResult delivery, Address recipient) {
        return assertInstanceOf(
                        RecipientOutcome.Refused.class, delivery.to(recipient).orElseThrow())
                .reply();
    }

    /** What we say ourselves of mail that this peer can't take. */
    static Reply verdict(DeliveryResult delivery, Address recipient) {
        return assertInstanceOf(
                        RecipientOutcome.Unfit.class, delivery.to(recipient).orElseThrow())
                .verdict();
    }

    /** Whether the peer will report success; empty for somebody it was not delivered to. */
    static Optional<Boolean> reportsToo(DeliveryResult delivery, Address recipient) {
        return delivery.to(recipient).orElseThrow() instanceof RecipientOutcome.Delivered delivered
                ? Optional.of(delivered.reportsToo())
                : Optional.empty();
    }
}
