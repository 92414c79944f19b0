package mailserver.mailbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailserver.store.StoredFiles;

/** Conversations: messages whose References lead to the same first one (RFC 5322 §3.6.4). */
public final class Threads {
    /** @param messages the newest first */
    public record Thread(List<MessageSummary> messages) {
        public Thread {
            messages = List.copyOf(messages);
        }
    }

    /** @param total how many there are in all */
    public record Page(int total, List<Thread> threads) {}

    private final MailboxReader mailbox;

    public Threads(MailboxReader mailbox) {
        this.mailbox = mailbox;
    }

    /** In the order of their newest message, the newest first. */
    public Page list(int offset, int limit) throws IOException {
        StoredFiles files = mailbox.files();
        List<Reference> references = mailbox.summaries().references(files);
        Map<Long, Long> roots = new HashMap<>();
        references.forEach(one -> {
            if (one.own() != 0 && one.root() != one.own()) {
                roots.put(one.own(), one.root());
            }
        });
        Map<Object, List<Integer>> threads = new LinkedHashMap<>();
        for (int i = files.size() - 1; i >= 0; i--) {
            long root = root(roots, references.get(i).root());
            // A message without an id is a conversation of its own.
            Object key = root == 0 ? "alone " + i : (Object) root;
            threads.computeIfAbsent(key, fresh -> new ArrayList<>(1)).add(i);
        }
        var page = new ArrayList<Thread>();
        for (List<Integer> thread :
                threads.values().stream().skip(offset).limit(limit).toList()) {
            var messages = new ArrayList<MessageSummary>();
            for (int index : thread) {
                Optional<MessageSummary> message = mailbox.summaries().summary(files, index);
                message.map(mailbox::counted).ifPresent(messages::add);
            }
            if (!messages.isEmpty()) {
                page.add(new Thread(messages));
            }
        }
        return new Page(threads.size(), List.copyOf(page));
    }

    /** Who knows only the one before leads on to what that one knows; a circle is somebody's joke. */
    private static long root(Map<Long, Long> roots, long from) {
        long root = from;
        for (int step = 0; step < 100; step++) {
            Long next = roots.get(root);
            if (next == null) {
                return root;
            }
            root = next;
        }
        return root;
    }
}
