package mailserver.mail;

import java.util.List;

/**
 * Who sent a message and who shall have it, apart from what its header says.
 *
 * @param id      names the message in replies, Received lines, logs and the queue
 * @param body    what the sender said of its octets (RFC 6152)
 */
public record Envelope(String id, ReversePath sender, List<Address> recipients, Body body) {
    /** The BODY parameter of RFC 6152. */
    public enum Body {
        SEVEN_BIT("7BIT"),
        EIGHT_BIT("8BITMIME");

        private final String keyword;

        Body(String keyword) {
            this.keyword = keyword;
        }

        public String keyword() {
            return keyword;
        }
    }

    public Envelope {
        recipients = List.copyOf(recipients);
    }

    public Envelope to(List<Address> others) {
        return new Envelope(id, sender, others, body);
    }
}
