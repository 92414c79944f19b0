package mailserver.bench;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import mailserver.load.Sink;

/** Counts the copies that a sink takes. */
public final class CountingReceiver implements Sink.Receiver, LongSupplier {
    private final LongAdder copies = new LongAdder();

    @Override
    public void taken(List<String> recipients, String text) {
        copies.add(recipients.size());
    }

    @Override
    public long getAsLong() {
        return copies.sum();
    }
}
