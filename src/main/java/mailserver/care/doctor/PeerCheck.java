package mailserver.care.doctor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import mailserver.config.Configuration;
import mailserver.config.value.Peer;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.client.ContactResult;
import mailserver.smtp.client.SmtpClient;
import mailserver.smtp.client.connection.ClientTimeouts;
import mailserver.wire.Transcript;

/** Whether the servers that mail goes to by name can be talked to as the configuration wants it: TLS, pin, login. */
final class PeerCheck {
    private static final String TOPIC = "peers";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Configuration configuration;

    PeerCheck(Configuration configuration) {
        this.configuration = configuration;
    }

    List<Diagnosis> run() {
        try (var client = new SmtpClient(
                configuration.hostname(),
                ClientTimeouts.all(PATIENCE),
                peer -> Transcript.NONE,
                InstantSource.system())) {
            return configuration.everyPeer().stream()
                    .distinct()
                    .map(peer -> look(client, peer))
                    .toList();
        }
    }

    private static Diagnosis look(SmtpClient client, Peer peer) {
        return switch (client.contact(peer)) {
            case ContactResult.Made made -> {
                made.session().close();
                yield Diagnosis.ok(TOPIC, peer.place() + " takes mail");
            }
            case ContactResult.Failed failed ->
                Diagnosis.fault(TOPIC, peer.place() + ": " + words(failed.outcome()), remedy());
        };
    }

    private static String remedy() {
        return "see whether that server runs, and whether its line in [peers] or [relay] is right; mail for it waits";
    }

    private static String words(RecipientOutcome outcome) {
        return switch (outcome) {
            case RecipientOutcome.Deferred deferred -> deferred.why();
            case RecipientOutcome.Refused refused -> "it answered " + refused.reply();
            case RecipientOutcome.Unfit unfit -> unfit.verdict().toString();
            case RecipientOutcome.Delivered delivered -> delivered.reply().toString();
        };
    }
}
