package mailserver.queue.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailserver.mail.Address;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.queue.files.FileStamp;

/**
 * What memory keeps of an entry: little, since there may be a hundred thousand. The entry itself is in its file, and read when it
 * is needed. All but the fixed parts is used with the lock held; it is held while files are written, never while the network is
 * waited for.
 */
public final class QueuedEntry {
    public final ReentrantLock lock = new ReentrantLock();

    private final String id;
    private final Instant arrived;
    /** Those that a hop queue has, waiting or under way. */
    private final List<DeliveryTask> tasks = new ArrayList<>(1);
    /** Those of them that are being tried. */
    private final List<DeliveryTask> underWay = new ArrayList<>(0);

    private volatile List<String> domains;
    private Optional<QueueEntry> unwritten = Optional.empty();
    /** As it was written last, kept while it is being tried: the disk may fail to tell it when it matters. */
    private Optional<QueueEntry> written = Optional.empty();
    /** What the file looked like then. */
    private Optional<FileStamp> writtenAs = Optional.empty();
    /** What it looked like when it was read last. */
    private Optional<FileStamp> readAs = Optional.empty();

    private volatile Optional<FileStamp> stamp;
    private Instant notBefore = Instant.MIN;
    /** The attempt whose outcome is being written down. */
    private Optional<DeliveryTask> settling = Optional.empty();

    private boolean urged;
    private boolean freed;
    /** Attempts in a row on which the hop broke off. */
    private volatile int breaks;
    /** Its time was over when it got the try that it is having. */
    private boolean onLastTry;
    /** The last time that somebody looked, there was no way to one of its recipients. */
    private boolean wayless;

    private volatile boolean gone;

    public QueuedEntry(QueueEntry entry, Optional<FileStamp> stamp) {
        this.stamp = stamp;
        this.id = entry.id();
        this.arrived = entry.arrived();
        this.domains = openDomains(entry);
    }

    public String id() {
        return id;
    }

    Instant arrived() {
        return arrived;
    }

    /** Where those live who still wait. Also read without the lock, to find out whether it is worth taking. */
    public List<String> domains() {
        return domains;
    }

    /** To be called with every change of the entry. */
    public void changed(QueueEntry entry, Optional<FileStamp> fresh) {
        domains = openDomains(entry);
        stamp = fresh;
        unwritten = Optional.empty();
        written = Optional.of(entry).filter(known -> !underWay.isEmpty());
        writtenAs = fresh;
    }

    /** The file was read, and looked like this just before. */
    void wasRead(Optional<FileStamp> then) {
        readAs = then.equals(stamp) ? stamp : then;
    }

    Optional<FileStamp> readAs() {
        return readAs;
    }

    /** The beginning of an attempt is noted beside the file that was read last. */
    void noted(QueueEntry begun) {
        written = Optional.of(begun).filter(known -> !underWay.isEmpty());
        writtenAs = readAs;
    }

    /** The entry that is being tried, if its file looks as it did when it was written or noted here. */
    Optional<QueueEntry> knownAs(Optional<FileStamp> now) {
        return now.isPresent() && now.equals(writtenAs) ? written : Optional.empty();
    }

    /** An attempt begins; to be called before that is written down. */
    void begins(DeliveryTask task) {
        underWay.add(task);
    }

    /** Its outcome is known, and is written down now. */
    void settles(DeliveryTask task) {
        settling = Optional.of(task);
    }

    /** Whether somebody may still be reading its text, or be about to. */
    boolean isBeingSent() {
        return underWay.stream().anyMatch(task -> !settling.equals(Optional.of(task)));
    }

    /** What is known of an entry that is being tried, should its file be unreadable just now. */
    Optional<QueueEntry> remembered() {
        return unwritten.or(() -> written);
    }

    /** The disk would not take it: the memory now knows more than the file. */
    void changedInMemory(QueueEntry entry) {
        domains = openDomains(entry);
        unwritten = Optional.of(entry);
    }

    /** What the file should say and doesn't. */
    public Optional<QueueEntry> unwritten() {
        return unwritten;
    }

    /** What the file looked like when it was last read or written here. Also read without the lock, as a hint. */
    public Optional<FileStamp> stamp() {
        return stamp;
    }

    public boolean isGone() {
        return gone;
    }

    public void setGone() {
        gone = true;
    }

    /** After a fault of this machine, not of a peer: nothing is done for this entry until then. */
    public void putOff(Instant until) {
        notBefore = until;
    }

    public Instant notBefore() {
        return notBefore;
    }

    /** Somebody wants it tried now, whatever its next try says. Only memory knows, for a start tries everything anyway. */
    public void urge() {
        urged = true;
        notBefore = Instant.MIN;
    }

    public void calm() {
        urged = false;
        freed = false;
    }

    /** Nobody keeps it any more. Should its time be over by now, it gets one more try. */
    public void free() {
        freed = true;
    }

    public boolean isFreed() {
        return freed;
    }

    public boolean isUrged() {
        return urged;
    }

    /**
     * How an attempt ended.
     *
     * @return how many attempts in a row the hop has broken off
     */
    int brokeOff(boolean again) {
        breaks = again ? breaks + 1 : 0;
        return breaks;
    }

    /** Whether its last attempt ended that way. Also read without the lock. */
    boolean hasBrokenOff() {
        return breaks > 0;
    }

    /** It gets one more try although its time is over: nobody could try it in the end. */
    public void setOnLastTry(boolean is) {
        onLastTry = is;
    }

    public boolean isOnLastTry() {
        return onLastTry;
    }

    public void setWayless(boolean is) {
        wayless = is;
    }

    /** Whether it waits only because no way was known, which other settings may change. */
    public boolean isWayless() {
        return wayless;
    }

    public void add(DeliveryTask task) {
        tasks.add(task);
    }

    public void remove(DeliveryTask task) {
        tasks.remove(task);
        underWay.remove(task);
        settling = settling.filter(one -> one != task);
        written = written.filter(known -> !underWay.isEmpty());
    }

    public List<DeliveryTask> tasks() {
        return List.copyOf(tasks);
    }

    /** Whether a hop queue has the message for this recipient. */
    public boolean isOut(Address recipient) {
        return tasks.stream().anyMatch(task -> task.recipients().contains(recipient));
    }

    /** Recipients to whom the message is to be brought, and whom no hop queue has. */
    public List<RecipientState> idle(QueueEntry entry) {
        return entry.recipients().stream()
                .filter(r -> r.isOpen() && !isOut(r.address()))
                .toList();
    }

    private static List<String> openDomains(QueueEntry entry) {
        Collection<String> open = entry.recipients().stream()
                .filter(RecipientState::isLive)
                .map(r -> r.address().domain().intern())
                .distinct()
                .toList();
        return List.copyOf(open);
    }

    @Override
    public String toString() {
        return id;
    }
}
