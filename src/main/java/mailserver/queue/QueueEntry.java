package mailserver.queue;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import mailserver.dsn.OneLine;
import mailserver.mail.Address;
import mailserver.mail.DeliverBy;
import mailserver.mail.Envelope;
import mailserver.mail.FutureRelease;
import mailserver.mail.MailParameters;
import mailserver.mail.MessageIds;
import mailserver.mail.Notify;
import mailserver.mail.Notify.Event;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;

/**
 * A message in the queue, all but its text. Recipients stay until the entry ends, so that it can be seen what became of each. None
 * of them has a next try before the message's release.
 *
 * @param parameters   what the sender asked for with MAIL
 * @param held         no attempt is made, until it is released
 * @param delayNoticed the sender has been told that it takes long
 * @param lateNoticed  the sender has been told that the time by which it wanted it delivered is over
 * @param client       where the message came from, in words
 */
public record QueueEntry(
        String id,
        Instant arrived,
        ReversePath sender,
        MailParameters parameters,
        boolean held,
        boolean delayNoticed,
        boolean lateNoticed,
        String client,
        List<RecipientState> recipients) {

    public QueueEntry {
        client = OneLine.of(client);
        // RFC 4865 §4.2 items 5 and 6. Here, and not where tries are planned: no start, no retry and no slip of a
        // hand in the file makes it go before its time.
        Instant earliest = parameters.timing().release().map(FutureRelease::at).orElse(Instant.MIN);
        recipients = recipients.stream()
                .map(r -> r.isOpen() && r.nextTry().isBefore(earliest) ? r.at(earliest) : r)
                .toList();
        if (!MessageIds.isId(id)) {
            throw new IllegalArgumentException("not a message id: " + OneLine.of(id));
        }
        if (recipients.stream().map(RecipientState::address).distinct().count() != recipients.size()) {
            throw new IllegalArgumentException("a recipient stands here twice");
        }
    }

    /** One that is late for nobody yet. */
    public QueueEntry(
            String id,
            Instant arrived,
            ReversePath sender,
            MailParameters parameters,
            boolean held,
            boolean delayNoticed,
            String client,
            List<RecipientState> recipients) {
        this(id, arrived, sender, parameters, held, delayNoticed, false, client, recipients);
    }

    /** A message that just came, to be tried at once, or as soon as its sender lets it go. */
    public static QueueEntry of(Envelope envelope, Instant arrived, String client) {
        List<RecipientState> recipients = envelope.recipients().stream()
                .map(recipient -> RecipientState.waiting(recipient, arrived))
                .toList();
        return new QueueEntry(
                envelope.id(), arrived, envelope.sender(), envelope.parameters(), false, false, client, recipients);
    }

    /** From when its time counts: when it came, or when its sender lets it go (RFC 4865). */
    public Instant since() {
        return release().filter(arrived::isBefore).orElse(arrived);
    }

    /** Until when its sender wants it held back. */
    public Optional<Instant> release() {
        return parameters.timing().release().map(FutureRelease::at);
    }

    /** By when its sender wants it delivered. */
    public Optional<DeliverBy> deliverBy() {
        return parameters.timing().deliverBy();
    }

    /** From -9 to 9; those with more go first (RFC 6710 §5.1). */
    public int priority() {
        return parameters.timing().priority();
    }

    /**
     * Whether the sender is to be told that a peer has it that won't tell itself: where it wants to hear of success (RFC 3461
     * §5.2.2), and where it set a deadline and didn't say NEVER (RFC 2852 §4.1.4).
     */
    public boolean tellsOfRelay(RecipientState recipient) {
        return !sender.isNull()
                && (recipient.wants(Event.SUCCESS)
                        || deliverBy().isPresent()
                                && !recipient.recipient().notices().equals(Notify.NEVER));
    }

    /** The envelope for some of the recipients, as a delivery agent carries it. */
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
        return new QueueEntry(id, arrived, sender, parameters, now, delayNoticed, lateNoticed, client, recipients);
    }

    /** The same, with the next try of all that is not done at this time. */
    public QueueEntry dueAt(Instant time) {
        List<Address> live = recipients.stream()
                .filter(RecipientState::isLive)
                .map(RecipientState::address)
                .toList();
        return with(live, recipient -> recipient.at(time));
    }

    public QueueEntry asDelayNoticed() {
        return new QueueEntry(id, arrived, sender, parameters, held, true, lateNoticed, client, recipients);
    }

    /** The sender knows that it is late, by its own measure. To tell it once more that it takes long would be noise. */
    public QueueEntry asLateNoticed() {
        return new QueueEntry(id, arrived, sender, parameters, held, true, true, client, recipients);
    }

    /** With the states of these recipients changed. */
    public QueueEntry with(Collection<Address> some, UnaryOperator<RecipientState> change) {
        List<RecipientState> changed = recipients.stream()
                .map(r -> some.contains(r.address()) ? change.apply(r) : r)
                .toList();
        return new QueueEntry(id, arrived, sender, parameters, held, delayNoticed, lateNoticed, client, changed);
    }
}
