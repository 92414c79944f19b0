package mailserver.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mailserver.config.ServerFiles;
import mailserver.event.MailEvent;
import mailserver.mail.Address;
import mailserver.mailbox.Conditions;
import mailserver.mailbox.MailboxReader;
import mailserver.mailbox.MessageSummary;
import mailserver.mailbox.ParsedMessage;
import mailserver.record.DeliveryWatch;
import mailserver.record.EventHub;
import mailserver.store.Maildir;
import org.apache.commons.io.file.PathUtils;

/** The mailboxes of a running server, as a test looks into them. */
final class Mailboxes {
    private static final int MOST = 10_000;

    private final ServerFiles files;
    private final DeliveryWatch deliveries;
    private final MailboxReader.Memory memory = new MailboxReader.Memory();

    Mailboxes(ServerFiles files, DeliveryWatch deliveries) {
        this.files = files;
        this.deliveries = deliveries;
    }

    /** @return in the order of their arrival */
    List<ParsedMessage> await(Wanted wanted, int count, Duration timeout) throws IOException, InterruptedException {
        var delivered = new LinkedBlockingQueue<MailEvent.Delivered>();
        EventHub.Subscription subscription = deliveries.watch(wanted.mailbox(), delivered::add);
        try {
            long end = System.nanoTime() + timeout.toNanos();
            while (true) {
                List<ParsedMessage> found = matching(wanted);
                if (found.size() >= count) {
                    return found;
                }
                long left = end - System.nanoTime();
                if (left <= 0 || delivered.poll(left, TimeUnit.NANOSECONDS) == null) {
                    throw missed(wanted, found.size(), count, timeout);
                }
            }
        } finally {
            subscription.close();
        }
    }

    List<ParsedMessage> matching(Wanted wanted) throws IOException {
        MailboxReader reader = reader(wanted.mailbox());
        List<ParsedMessage> found = new ArrayList<>();
        for (MessageSummary message : reader.newest(MOST).reversed()) {
            if (reader.mismatch(message, wanted.conditions()).isEmpty()) {
                reader.parse(message).ifPresent(found::add);
            }
        }
        return found;
    }

    private AssertionError missed(Wanted wanted, int found, int count, Duration timeout) throws IOException {
        var words = new StringBuilder(count == 1 ? "" : found + " of " + count + ": ");
        words.append(wanted)
                .append(" did not come within ")
                .append(timeout.toMillis())
                .append(" ms");
        MailboxReader reader = reader(wanted.mailbox());
        for (MessageSummary message : reader.newest(20)) {
            reader.mismatch(message, wanted.conditions())
                    .ifPresent(why -> words.append("\n  \"")
                            .append(message.subject())
                            .append("\": ")
                            .append(why));
        }
        return new AssertionError(words.toString());
    }

    List<MessageSummary> list(Address mailbox, Conditions conditions) throws IOException {
        return reader(mailbox).list(conditions, MOST, Optional.empty()).messages();
    }

    /** Removes all messages. Folders stay: a session may be about to write to one. */
    void empty() throws IOException {
        Set<Path> others = files.notDomains();
        for (Path domain : children(files.maildir())) {
            if (!others.contains(domain)) {
                for (Path mailbox : children(domain)) {
                    PathUtils.cleanDirectory(mailbox.resolve("new"));
                    PathUtils.cleanDirectory(mailbox.resolve("cur"));
                }
            }
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            found.forEach(children::add);
        }
        return children;
    }

    private MailboxReader reader(Address mailbox) {
        return new MailboxReader(Maildir.of(files.maildir(), mailbox).folder(), memory);
    }
}
