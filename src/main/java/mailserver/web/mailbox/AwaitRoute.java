package mailserver.web.mailbox;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mailserver.event.MailEvent;
import mailserver.mail.Address;
import mailserver.mailbox.AwaitedMessages;
import mailserver.mailbox.Conditions;
import mailserver.mailbox.MailboxReader;
import mailserver.mailbox.MessageJson;
import mailserver.mailbox.MessageSummary;
import mailserver.mailbox.Page;
import mailserver.record.EventHub;
import mailserver.server.MailServer;
import mailserver.web.http.Answer;
import mailserver.web.http.Authentication;
import mailserver.web.http.Parameters;
import mailserver.web.http.Problem;

/**
 * Waits for messages: answers as soon as there are as many as are wanted, those that are there already among them. What is delivered
 * meanwhile is heard of, and looked at one by one; what another program puts into the mailbox is found by a look now and then.
 */
public final class AwaitRoute {
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MOST = 1000;
    private static final Duration LOOK = Duration.ofSeconds(5);
    /** A folder that changed so long after the last delivery that we heard of was changed by another program. */
    private static final Duration UNHEARD = Duration.ofSeconds(1);

    private final MailServer server;
    private final Authentication authentication;
    private final MailboxReader.Memory memory;
    private final Set<Queue<Optional<MailEvent.Delivered>>> waiters =
            Collections.newSetFromMap(Collections.synchronizedMap(new IdentityHashMap<>()));
    private volatile boolean stopping;

    public AwaitRoute(MailServer server, Authentication authentication, MailboxReader.Memory memory) {
        this.server = server;
        this.authentication = authentication;
        this.memory = memory;
    }

    /** Ends all waiting. */
    public void stop() {
        stopping = true;
        synchronized (waiters) {
            waiters.forEach(queue -> queue.add(Optional.empty()));
        }
    }

    public void await(ServerRequest request, ServerResponse response) throws IOException {
        Address address = Parameters.mailbox(request);
        authentication.caller(request).mayRead(address);
        Conditions conditions = Mailboxes.conditions(request);
        int count = Parameters.number(request, "count", 1, MOST);
        Duration timeout = Parameters.duration(request, "timeout", USUAL, LONGEST);
        Path folder = Mailboxes.folder(server, address);
        var mailbox = new MailboxReader(folder, memory);
        var waiting = new AwaitedMessages(mailbox, conditions);
        var delivered = new LinkedBlockingQueue<Optional<MailEvent.Delivered>>();
        // Listening comes first: what arrives during the look is seen twice rather than never.
        EventHub.Subscription subscription =
                server.record().deliveries().watch(address, one -> delivered.add(Optional.of(one)));
        waiters.add(delivered);
        try {
            Instant heard = Instant.now();
            waiting.look();
            long end = System.nanoTime() + timeout.toNanos();
            long look = System.nanoTime() + LOOK.toNanos();
            while (waiting.found().size() < count && !stopping && System.nanoTime() < end) {
                Optional<MailEvent.Delivered> one =
                        delivered.poll(Math.min(end, look) - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (one != null && one.isPresent()) {
                    Optional<MessageSummary> message = mailbox.of(
                            one.get().file(), one.get().uid(), one.get().size());
                    if (message.isPresent()) {
                        waiting.consider(message.get());
                    }
                    heard = Instant.now();
                } else if (System.nanoTime() >= look) {
                    if (isChangedSince(folder, heard.plus(UNHEARD))) {
                        heard = Instant.now();
                        waiting.look();
                    }
                    look = System.nanoTime() + LOOK.toNanos();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            subscription.close();
            waiters.remove(delivered);
        }
        if (waiting.found().size() < count) {
            throw missed(waiting, count, timeout);
        }
        Answer.json(
                response,
                MailboxRoutes.json(
                        new Page(waiting.found().size(), waiting.found().reversed())));
    }

    private static boolean isChangedSince(Path maildir, Instant time) throws IOException {
        for (String name : List.of("new", "cur")) {
            Path folder = maildir.resolve(name);
            if (Files.isDirectory(folder)
                    && Files.getLastModifiedTime(folder).toInstant().isAfter(time)) {
                return true;
            }
        }
        return false;
    }

    private static Problem missed(AwaitedMessages waiting, int count, Duration timeout) {
        int found = waiting.found().size();
        return Problem.notFound((found == 0 ? "no such message" : found + " of " + count + " messages")
                        + " came within " + timeout.toMillis() + " ms")
                .with("seen", MessageJson.others(waiting.others()));
    }
}
