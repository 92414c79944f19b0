package mailserver.mailbox;

import java.util.List;

/**
 * Some of the messages that were asked for, the newest first.
 *
 * @param total how many there are in all
 */
public record Page(int total, List<MessageSummary> messages) {
    public Page {
        messages = List.copyOf(messages);
    }
}
