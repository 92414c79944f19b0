package mailserver.care.doctor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import mailserver.config.Configuration;
import mailserver.config.Peer;
import mailserver.smtp.ClientTimeouts;
import mailserver.smtp.Contact;
import mailserver.smtp.Outcome;
import mailserver.smtp.SmtpClient;
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
            case Contact.Made made -> {
                made.session().close();
                yield Diagnosis.ok(TOPIC, peer.place() + " takes mail");
            }
            case Contact.Failed failed ->
                Diagnosis.fault(TOPIC, peer.place() + ": " + words(failed.outcome()), remedy());
        };
    }

    private static String remedy() {
        return "see whether that server runs, and whether its line in [peers] or [relay] is right; mail for it waits";
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Deferred deferred -> deferred.why();
            case Outcome.Refused refused -> "it answered " + refused.reply();
            case Outcome.Unfit unfit -> unfit.verdict().toString();
            case Outcome.Delivered delivered -> delivered.reply().toString();
        };
    }
}
