package mailserver.smtp.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.mail.Recipient;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;
import mailserver.smtp.client.connection.ClientFailure;
import mailserver.smtp.client.connection.ClientSession;

/** One message on its way to one peer: which outcomes are certain, and what is still to be tried. */
final class ClientDelivery {
    private final Envelope envelope;
    private final Path file;
    private final Map<Address, RecipientOutcome> certain = new HashMap<>();
    private boolean begun;

    ClientDelivery(Envelope envelope, Path file) {
        this.envelope = envelope;
        this.file = file;
    }

    /**
     * Tries all who have no outcome yet, in as many transactions as the peer's limits make necessary.
     *
     * @throws IOException when the dialogue is out of step, or the message can't be read
     */
    DeliveryResult over(ClientSession session) throws IOException, ClientFailure {
        ClientPlan plan = plan(session);
        List<Recipient> able = able(plan, session);
        // RFC 9422 §4.2.
        int most = Math.min(session.limits().rcptMax(), able.size());
        for (int from = 0; from < able.size(); from += most) {
            List<Recipient> group = able.subList(from, Math.min(from + most, able.size()));
            session.beginTransaction();
            ClientCommands commands = plan.commands(group, session.now());
            RecipientOutcome rest = new ClientTransaction(session, plan.message(), commands, group, certain).run();
            begun = true;
            group.forEach(recipient -> certain.putIfAbsent(recipient.address(), rest));
        }
        return all();
    }

    /** Whether a transaction has come to its end. */
    boolean isBegun() {
        return begun;
    }

    /** A message that can't be read here is no fault of the peer's, and the connection is as good as before. */
    private ClientPlan plan(ClientSession session) throws ClientFailure {
        try {
            return ClientPlan.of(envelope, file, session.offers(), session.now());
        } catch (IOException e) {
            // RFC 3463 §3.4, X.3.0.
            throw new ClientFailure(RecipientOutcome.deferred(
                    "before it was sent, its file", Reply.of(451, 3, 0, "it can't be read here: " + e)));
        }
    }

    /** All whom this peer may have; the others get their outcomes. */
    private List<Recipient> able(ClientPlan plan, ClientSession session) {
        var able = new ArrayList<Recipient>();
        for (Recipient recipient : open()) {
            Optional<Reply> obstacle = plan.obstacle(recipient);
            if (obstacle.isPresent()) {
                certain.put(recipient.address(), new RecipientOutcome.Unfit(obstacle.get()));
            } else if (session.admits(recipient.address().domain())) {
                able.add(recipient);
            } else {
                certain.put(
                        recipient.address(),
                        RecipientOutcome.deferred("the next server takes recipients of only "
                                + session.limits().rcptDomainMax() + " domains on one connection"));
            }
        }
        return able;
    }

    /** Each once, even when the envelope names it twice. */
    private List<Recipient> open() {
        var open = new LinkedHashMap<Address, Recipient>();
        envelope.recipients().stream()
                .filter(recipient -> !certain.containsKey(recipient.address()))
                .forEach(recipient -> open.putIfAbsent(recipient.address(), recipient));
        return List.copyOf(open.values());
    }

    /** It ends here, like this for everybody who has no outcome yet. */
    DeliveryResult end(RecipientOutcome rest) {
        open().forEach(recipient -> certain.put(recipient.address(), rest));
        return all();
    }

    /** The same where the peer may have the message, for all that is known. */
    DeliveryResult endUnclear(RecipientOutcome rest) {
        return new DeliveryResult(end(rest).outcomes(), true);
    }

    private DeliveryResult all() {
        var outcomes = new LinkedHashMap<Address, RecipientOutcome>();
        envelope.addresses().forEach(address -> outcomes.put(address, certain.get(address)));
        return new DeliveryResult(outcomes);
    }
}
