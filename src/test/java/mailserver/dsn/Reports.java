package mailserver.dsn;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailserver.mail.Address;
import mailserver.mail.MailParameters;
import mailserver.mail.Notify;
import mailserver.mail.OriginalRecipient;
import mailserver.mail.Recipient;
import mailserver.smtp.Reply;

/** Reports for tests: Ann at home.lan wrote, five days ago. */
final class Reports {
    static final Instant ARRIVED = Instant.parse("2026-03-01T10:15:30Z");
    static final Instant NOW = Instant.parse("2026-03-06T10:15:30Z");
    static final Address ANN = new Address("ann", "home.lan");
    static final Address BOB = new Address("bob", "peer.lab");
    static final Reply NO_USER = Reply.of(550, 1, 1, "no such", "user");

    private Reports() {}

    static DeliveryReport of(ReportAction reportAction, ReportedRecipient... recipients) {
        return of(message(MailParameters.NONE), reportAction, recipients);
    }

    static DeliveryReport of(ReportedMessage about, ReportAction reportAction, ReportedRecipient... recipients) {
        return new DeliveryReport("r1", "mail.home.lan", NOW, about, reportAction, List.of(recipients));
    }

    static ReportedMessage message(MailParameters parameters) {
        return new ReportedMessage("m1", ANN, parameters, ARRIVED, "a test");
    }

    static ReportedRecipient recipient(Address address, Reply reply) {
        return recipient(Recipient.of(address), reply);
    }

    static ReportedRecipient recipient(Recipient recipient, Reply reply) {
        return new ReportedRecipient(recipient, Optional.of(reply), "", Optional.of("mx.peer.lab"), Optional.of(NOW));
    }

    static ReportedRecipient unanswered(Address address) {
        return new ReportedRecipient(
                Recipient.of(address), Optional.empty(), "connection refused", Optional.empty(), Optional.empty());
    }

    static Recipient named(Address address, String original) {
        return new Recipient(address, Notify.DEFAULT, OriginalRecipient.parse(original));
    }
}
