package mailserver.testing;

import java.util.Optional;
import mailserver.mail.Address;
import mailserver.mailbox.Conditions;

/**
 * The message that a test waits for: in whose mailbox, and what must be in it. Values are substrings, without regard to case.
 *
 * <pre>{@code mail.await(to("bob@shop.example").subject("order").text("thank you"))}</pre>
 */
public record Wanted(Address mailbox, Conditions conditions) {
    /** @throws IllegalArgumentException when that is no address */
    public static Wanted to(String mailbox) {
        Address address = Address.parse(mailbox)
                .orElseThrow(() -> new IllegalArgumentException("\"" + mailbox + "\" is not an address"));
        return new Wanted(address, Conditions.NONE);
    }

    public Wanted from(String text) {
        return new Wanted(
                mailbox,
                new Conditions(
                        Optional.of(text),
                        conditions.to(),
                        conditions.subject(),
                        conditions.text(),
                        conditions.since()));
    }

    public Wanted subject(String text) {
        return new Wanted(
                mailbox,
                new Conditions(
                        conditions.from(), conditions.to(), Optional.of(text), conditions.text(), conditions.since()));
    }

    public Wanted text(String text) {
        return new Wanted(
                mailbox,
                new Conditions(
                        conditions.from(),
                        conditions.to(),
                        conditions.subject(),
                        Optional.of(text),
                        conditions.since()));
    }

    @Override
    public String toString() {
        var words = new StringBuilder("a message to ").append(mailbox);
        conditions
                .from()
                .ifPresent(part -> words.append(" from \"").append(part).append('"'));
        conditions
                .subject()
                .ifPresent(part -> words.append(" with subject \"").append(part).append('"'));
        conditions
                .text()
                .ifPresent(part -> words.append(" with text \"").append(part).append('"'));
        return words.toString();
    }
}
