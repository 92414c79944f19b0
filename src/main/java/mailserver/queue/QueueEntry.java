package mailserver.queue;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import mailserver.dsn.OneLine;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.mail.MailParameters;
import mailserver.mail.MessageIds;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;

/**
 * A message in the queue, all but its text. Recipients stay until the entry ends, so that it can be seen what became of each.
 *
 * @param parameters   what the sender asked for with MAIL
 * @param held         no attempt is made, until it is released
 * @param delayNoticed the sender has been told that it takes long
 * @param client       where the message came from, in words
 */
public record QueueEntry(
        String id,
        Instant arrived,
        ReversePath sender,
        MailParameters parameters,
        boolean held,
        boolean delayNoticed,
        String client,
        List<RecipientState> recipients) {

    public QueueEntry {
        client = OneLine.of(client);
        recipients = List.copyOf(recipients);
        if (!MessageIds.isId(id)) {
            throw new IllegalArgumentException("not a message id: " + OneLine.of(id));
        }
        if (recipients.stream().map(RecipientState::address).distinct().count() != recipients.size()) {
            throw new IllegalArgumentException("a recipient stands here twice");
        }
    }

    /** A message that just came, to be tried at once. */
    public static QueueEntry of(Envelope envelope, Instant arrived, String client) {
        List<RecipientState> recipients = envelope.recipients().stream()
                .map(recipient -> RecipientState.waiting(recipient, arrived))
                .toList();
        return new QueueEntry(
                envelope.id(), arrived, envelope.sender(), envelope.parameters(), false, false, client, recipients);
    }

    /** The envelope for some of the recipients, as a courier carries it. */
    public Envelope envelope(List<Address> some) {
        List<Recipient> those = recipients.stream()
                .map(RecipientState::recipient)
                .filter(recipient -> some.contains(recipient.address()))
                .toList();
        return new Envelope(id, sender, those, parameters);
    }

    /** True as long as something is to be done for somebody. */
    public boolean isLive() {
        return recipients.stream().anyMatch(RecipientState::isLive);
    }

    public Optional<RecipientState> recipient(Address address) {
        return recipients.stream().filter(r -> r.address().equals(address)).findFirst();
    }

    /** The same, held back or let go. */
    public QueueEntry asHeld(boolean now) {
        return new QueueEntry(id, arrived, sender, parameters, now, delayNoticed, client, recipients);
    }

    /** The same, with the next try of all that is not done at this time. */
    public QueueEntry dueAt(Instant time) {
        List<Address> live = recipients.stream()
                .filter(RecipientState::isLive)
                .map(RecipientState::address)
                .toList();
        return with(live, recipient -> recipient.at(time));
    }

    QueueEntry asDelayNoticed() {
        return new QueueEntry(id, arrived, sender, parameters, held, true, client, recipients);
    }

    /** With the states of these recipients changed. */
    QueueEntry with(Collection<Address> some, UnaryOperator<RecipientState> change) {
        List<RecipientState> changed = recipients.stream()
                .map(r -> some.contains(r.address()) ? change.apply(r) : r)
                .toList();
        return new QueueEntry(id, arrived, sender, parameters, held, delayNoticed, client, changed);
    }
}
