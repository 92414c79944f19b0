package mailserver.mailbox;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailserver.store.MaildirName;

/** What somebody waits for in a mailbox: what has been found so far, and what came instead. For one thread. */
public final class AwaitedMessages {
    private static final int MOST = 1000;
    private static final int MOST_TOLD = 50;

    /** A message that isn't wanted. @param mismatch why, in words */
    public record Other(MessageSummary message, String mismatch) {}

    private final MailboxReader mailbox;
    private final Conditions conditions;
    /** By name and not by id: the same octets can come twice. */
    private final Set<String> known = new HashSet<>();

    private final List<MessageSummary> found = new ArrayList<>();
    private final Deque<Other> others = new ArrayDeque<>();

    public AwaitedMessages(MailboxReader mailbox, Conditions conditions) {
        this.mailbox = mailbox;
        this.conditions = conditions;
    }

    /** Looks at all that is there. */
    public void look() throws IOException {
        for (MessageSummary message :
                mailbox.list(conditions, MOST, Optional.empty()).messages().reversed()) {
            consider(message);
        }
        for (MessageSummary message : mailbox.newest(MOST_TOLD).reversed()) {
            consider(message);
        }
    }

    /** Looks at one that has just come, unless it is known. */
    public void consider(MessageSummary message) throws IOException {
        if (!known.add(MaildirName.base(message.file().getFileName().toString()))) {
            return;
        }
        Optional<String> mismatch = mailbox.mismatch(message, conditions);
        if (mismatch.isEmpty()) {
            found.add(mailbox.counted(message));
        } else {
            others.addLast(new Other(message, mismatch.get()));
            if (others.size() > MOST_TOLD) {
                others.removeFirst();
            }
        }
    }

    /** In the order of their arrival. */
    public List<MessageSummary> found() {
        return List.copyOf(found);
    }

    /** The last of those that were not it, in the order of their arrival. */
    public List<Other> others() {
        return List.copyOf(others);
    }
}
