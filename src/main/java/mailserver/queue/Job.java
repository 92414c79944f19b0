package mailserver.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailserver.mail.Address;

/**
 * What memory keeps of an entry: little, since there may be a hundred thousand. The entry itself is in its file, and read when it
 * is needed. All but the fixed parts is used with the lock held; it is held while files are written, never while the network is
 * waited for.
 */
final class Job {
    final ReentrantLock lock = new ReentrantLock();

    private final String id;
    private final Instant arrived;
    /** Those that a lane has, waiting or under way. */
    private final List<Errand> errands = new ArrayList<>(1);
    /** Those of them that are being tried. */
    private final List<Errand> underWay = new ArrayList<>(0);

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
    private boolean urged;
    /** Attempts in a row on which the hop broke off. */
    private volatile int breaks;
    /** Its time was over when it got the try that it is having. */
    private boolean onLastTry;
    /** The last time that somebody looked, there was no way to one of its recipients. */
    private boolean wayless;

    private volatile boolean gone;

    Job(QueueEntry entry, Optional<FileStamp> stamp) {
        this.stamp = stamp;
        this.id = entry.id();
        this.arrived = entry.arrived();
        this.domains = openDomains(entry);
    }

    String id() {
        return id;
    }

    Instant arrived() {
        return arrived;
    }

    /** Where those live who still wait. Also read without the lock, to find out whether it is worth taking. */
    List<String> domains() {
        return domains;
    }

    /** To be called with every change of the entry. */
    void changed(QueueEntry entry, Optional<FileStamp> fresh) {
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
    void begins(Errand errand) {
        underWay.add(errand);
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
    Optional<QueueEntry> unwritten() {
        return unwritten;
    }

    /** What the file looked like when it was last read or written here. Also read without the lock, as a hint. */
    Optional<FileStamp> stamp() {
        return stamp;
    }

    boolean isGone() {
        return gone;
    }

    void setGone() {
        gone = true;
    }

    /** After a fault of this machine, not of a peer: nothing is done for this entry until then. */
    void putOff(Instant until) {
        notBefore = until;
    }

    Instant notBefore() {
        return notBefore;
    }

    /** Somebody wants it tried now, whatever its next try says. Only memory knows, for a start tries everything anyway. */
    void urge() {
        urged = true;
        notBefore = Instant.MIN;
    }

    void calm() {
        urged = false;
    }

    boolean isUrged() {
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
    void setOnLastTry(boolean is) {
        onLastTry = is;
    }

    boolean isOnLastTry() {
        return onLastTry;
    }

    void setWayless(boolean is) {
        wayless = is;
    }

    /** Whether it waits only because no way was known, which other settings may change. */
    boolean isWayless() {
        return wayless;
    }

    void add(Errand errand) {
        errands.add(errand);
    }

    void remove(Errand errand) {
        errands.remove(errand);
        underWay.remove(errand);
        written = written.filter(known -> !underWay.isEmpty());
    }

    List<Errand> errands() {
        return List.copyOf(errands);
    }

    /** Whether a lane has the message for this recipient. */
    boolean isOut(Address recipient) {
        return errands.stream().anyMatch(errand -> errand.recipients().contains(recipient));
    }

    /** Recipients to whom the message is to be brought, and whom no lane has. */
    List<RecipientState> idle(QueueEntry entry) {
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
