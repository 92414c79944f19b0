package mailserver.record;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import mailserver.event.EventSink;
import mailserver.event.MailEvent;

/** How often what has happened since the start. */
public final class Counters implements EventSink {
    private final Map<String, LongAdder> counts = new LinkedHashMap<>();
    private final LongAdder octetsReceived = new LongAdder();

    Counters() {
        // All of them from the start: a counter that appears late looks like a gap in a plot.
        for (String kind : MailEvent.KINDS) {
            counts.put(kind, new LongAdder());
        }
    }

    @Override
    public void add(MailEvent event) {
        counts.get(event.kind()).increment();
        if (event instanceof MailEvent.Received received) {
            octetsReceived.add(received.size());
        }
    }

    /** By the kinds of {@link MailEvent}, in their order. */
    public Map<String, Long> events() {
        var sums = new LinkedHashMap<String, Long>();
        counts.forEach((kind, count) -> sums.put(kind, count.sum()));
        return sums;
    }

    public long octetsReceived() {
        return octetsReceived.sum();
    }
}
