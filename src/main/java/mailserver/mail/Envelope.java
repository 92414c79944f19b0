package mailserver.mail;

import java.util.List;

/**
 * Who sent a message and who shall have it, apart from what its header says.
 *
 * @param id         names the message in replies, Received lines, logs and the queue
 * @param parameters what the sender asked for besides
 */
public record Envelope(String id, ReversePath sender, List<Recipient> recipients, MailParameters parameters) {
    public Envelope {
        recipients = List.copyOf(recipients);
    }

    /** For recipients of whom the sender said nothing more. */
    public static Envelope of(String id, ReversePath sender, List<Address> recipients, Body body) {
        return new Envelope(id, sender, recipients.stream().map(Recipient::of).toList(), MailParameters.of(body));
    }

    public List<Address> addresses() {
        return recipients.stream().map(Recipient::address).toList();
    }

    /**
     * Whether it goes over TLS to servers that we know, or not at all (RFC 8689 §4.2.1). A report on such a message is protected as
     * well as can be, and sent all the same rather than lost (§5).
     */
    public boolean requiresTls() {
        return parameters.requireTls() && !sender.isNull();
    }

    public Envelope to(List<Recipient> others) {
        return new Envelope(id, sender, others, parameters);
    }

    public Envelope named(String otherId) {
        return new Envelope(otherId, sender, recipients, parameters);
    }
}
