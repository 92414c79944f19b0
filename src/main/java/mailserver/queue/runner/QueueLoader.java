package mailserver.queue.runner;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.queue.RetrySchedule;
import mailserver.queue.delivery.QueuedEntry;
import mailserver.queue.files.BulkReader;
import mailserver.queue.files.QueueFolder;

/** Takes over the entries that are in the folder: all of them at a start, and each that is put there later. */
final class QueueLoader {
    /** After a crash; the schedule may have none that is as short. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final QueueFolder folder;
    private final QueueIndex index;
    private final Supplier<RetrySchedule> schedule;
    private final InstantSource clock;
    private final BooleanSupplier stopping;
    private final CountDownLatch loaded = new CountDownLatch(1);

    QueueLoader(
            QueueFolder folder,
            QueueIndex index,
            Supplier<RetrySchedule> schedule,
            InstantSource clock,
            BooleanSupplier stopping) {
        this.folder = folder;
        this.index = index;
        this.schedule = schedule;
        this.clock = clock;
        this.stopping = stopping;
    }

    /** @param then what to do with each entry that wasn't known yet */
    void load(BulkReader reader, BiConsumer<QueuedEntry, QueueEntry> then) {
        try {
            folder.pausedDomains().refresh();
            adoptAll(reader, then);
        } finally {
            loaded.countDown();
        }
    }

    /** Waits until all entries that were there at the start are known. */
    void await() throws IOException {
        try {
            loaded.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the queue was being read", e);
        }
    }

    private void adoptAll(BulkReader reader, BiConsumer<QueuedEntry, QueueEntry> then) {
        Instant now = clock.instant();
        reader.read((entry, stamp) -> {
            if (stopping.getAsBoolean()) {
                return;
            }
            var queued = new QueuedEntry(entry, stamp);
            queued.urge();
            if (entry.recipients().stream().anyMatch(r -> r.status() == RecipientState.Status.TRYING)) {
                // An attempt was begun and nothing is known of its end: the process died, perhaps of this very message.
                // So there is a pause before the next, if a short one.
                Instant next = schedule.get().nextTry(1, now, entry);
                Instant soon = now.plus(LONGEST_PAUSE);
                queued.putOff(next.isBefore(soon) ? next : soon);
            }
            adopt(queued, entry, then);
        });
    }

    /** Takes over one entry, unless it is known already. */
    void adopt(QueuedEntry queued, QueueEntry entry, BiConsumer<QueuedEntry, QueueEntry> then) {
        if (index.add(queued)) {
            then.accept(queued, entry);
        }
    }
}
