package mailserver.queue;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Every entry that memory knows of. Whatever is done to one is done here: under its lock, and with its place on the agenda put right. */
final class Jobs {
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final Agenda<Object> agenda;
    private final Ledger ledger;
    private final Lanes lanes;

    Jobs(Agenda<Object> agenda, Ledger ledger, Lanes lanes) {
        this.agenda = agenda;
        this.ledger = ledger;
        this.lanes = lanes;
    }

    /** False when the entry is known already. */
    boolean add(Job job) {
        return jobs.putIfAbsent(job.id(), job) == null;
    }

    Optional<Job> find(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    Set<String> ids() {
        return Set.copyOf(jobs.keySet());
    }

    /** A view: entries come and go in it. */
    Collection<Job> all() {
        return jobs.values();
    }

    /** What their files say, oldest first. */
    List<QueueEntry> entries() {
        return jobs.values().stream()
                .map(this::entry)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(QueueEntry::arrived).thenComparing(QueueEntry::id))
                .toList();
    }

    private Optional<QueueEntry> entry(Job job) {
        job.lock.lock();
        try {
            return ledger.read(job);
        } finally {
            job.lock.unlock();
        }
    }

    /**
     * Does something with a job.
     *
     * @param work says when to look at it next
     */
    void update(Job job, Supplier<Optional<Instant>> work) {
        job.lock.lock();
        try {
            Optional<Instant> next;
            try {
                next = work.get();
            } catch (RuntimeException e) {
                ledger.rest(job, e);
                next = Optional.of(job.notBefore());
            }
            agenda.set(job, next);
            if (job.isGone()) {
                // Taken away from outside, perhaps: a lane that is in trouble would keep it for days.
                lanes.callBack(job);
                agenda.set(job, Optional.empty());
                jobs.remove(job.id(), job);
            }
        } finally {
            job.lock.unlock();
        }
    }

    /** The files may soon be another runner's: what ends after this must not be written over what that one knows. */
    void letGo() {
        for (Job job : jobs.values()) {
            job.lock.lock();
            try {
                job.setGone();
            } finally {
                job.lock.unlock();
            }
        }
    }
}
