package mailserver.smtp;

import java.util.ArrayList;
import java.util.List;
import mailserver.mail.Envelope;
import mailserver.mail.Recipient;

/** One message in the making, from MAIL to the end of its data. RSET and the next message get a new one, whole. */
final class Transaction {
    private final String id;
    private final Command.Mail mail;
    private final List<Recipient> recipients = new ArrayList<>();

    Transaction(String id, Command.Mail mail) {
        this.id = id;
        this.mail = mail;
    }

    String id() {
        return id;
    }

    int recipientCount() {
        return recipients.size();
    }

    /** A recipient named twice gets the message once. */
    void add(Recipient recipient) {
        if (recipients.stream().noneMatch(known -> known.address().equals(recipient.address()))) {
            recipients.add(recipient);
        }
    }

    Envelope envelope() {
        return new Envelope(id, mail.sender(), recipients, mail.parameters());
    }
}
