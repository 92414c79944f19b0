package mailserver.record;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import mailserver.event.EventSink;
import mailserver.event.MailEvent;
import mailserver.mail.Address;

/** Tells those who wait for mail of one mailbox of its deliveries, and costs the others nothing: a thousand may wait at once. */
public final class DeliveryWatch implements EventSink {
    private final Map<String, List<Consumer<MailEvent.Delivered>>> watchers = new ConcurrentHashMap<>();

    @Override
    public void add(MailEvent event) {
        if (event instanceof MailEvent.Delivered delivered && !watchers.isEmpty()) {
            watchers.getOrDefault(delivered.mailbox().folded(), List.of())
                    .forEach(watcher -> watcher.accept(delivered));
        }
    }

    /** @param watcher hears of each delivery from now on, and returns at once */
    public EventHub.Subscription watch(Address mailbox, Consumer<MailEvent.Delivered> watcher) {
        String name = mailbox.folded();
        watchers.compute(name, (key, others) -> {
            List<Consumer<MailEvent.Delivered>> all = others == null ? new CopyOnWriteArrayList<>() : others;
            all.add(watcher);
            return all;
        });
        return () -> watchers.computeIfPresent(name, (key, all) -> {
            all.remove(watcher);
            return all.isEmpty() ? null : all;
        });
    }
}
