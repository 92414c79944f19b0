package mailserver.record;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mailserver.event.EventSink;
import mailserver.event.MailEvent;
import org.tinylog.Logger;

/** Passes each event on to all who listen. One that fails keeps nobody else from it. */
public final class EventHub implements EventSink {
    /** Ends what {@link #subscribe} began. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    private final List<EventSink> listeners = new CopyOnWriteArrayList<>();

    @Override
    public void add(MailEvent event) {
        for (EventSink listener : listeners) {
            try {
                listener.add(event);
            } catch (RuntimeException e) {
                Logger.error(e, "a listener failed at an event");
            }
        }
    }

    /** @param listener hears all events from now on */
    public Subscription subscribe(EventSink listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
