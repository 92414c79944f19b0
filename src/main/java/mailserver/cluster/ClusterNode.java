package mailserver.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import mailserver.cluster.mount.MountCheck;
import mailserver.config.NodeFiles;
import mailserver.config.SharedFiles;
import mailserver.queue.QueueEntry;
import mailserver.queue.delivery.NextHopHealth;
import mailserver.queue.files.QueueAdoption;
import mailserver.queue.files.QueueFolder;
import mailserver.store.DurableFiles;
import mailserver.store.Fence;
import mailserver.store.LockFile;
import org.tinylog.Logger;

/**
 * One of the servers that share their mailboxes: holds its name and its lease, renews that five times in its length, and goes on
 * with the queues of nodes whose leases are over.
 *
 * <p>Renewing and watching have a thread each: to take over a long queue must not cost the lease.
 */
public final class ClusterNode implements Closeable {
    private static final int RENEWALS = 5;

    /** The server that is this node. Until there is one, nothing is known and nobody to be told. */
    public interface Server {
        default NodeActivity activity() {
            return NodeActivity.NONE;
        }

        /** An entry has come into the queue's folder from a node that died. */
        default void adopted(QueueEntry entry) {}

        /** No message may be taken or passed on any more; the {@link #fence} sees to that, and people are to be told. */
        default void leaseLost() {}

        /** Other nodes have the queue that was ours. Its folder is about to be made anew. */
        default void queueTaken() {}

        /** All may go on. */
        default void leaseRegained() {}

        /** How its next hops are; empty when it has none to speak of. */
        default Optional<NextHopHealth> hops() {
            return Optional.empty();
        }

        /** For as long as there is none. */
        Server NONE = new Server() {};
    }

    /** In the queue's folder: which process made it its own. */
    private static final String MARK = "holder";

    private final NodeFiles own;
    private final String incarnation = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    private final Duration length;
    private final LockFile name;
    private final InstantSource clock;
    private final Lease lease;
    private final LeaseWatch watch;
    private final Takeover takeover;
    private final Thread renewing = Thread.ofPlatform().daemon().name("lease").unstarted(this::keepLease);
    private final Thread watching =
            Thread.ofPlatform().daemon().name("other leases").unstarted(this::keepWatch);
    private volatile Server server = Server.NONE;
    private volatile boolean closed;
    private volatile Optional<HopExchange> hops = Optional.empty();
    private boolean lost;
    private Optional<QueueFolder> queue = Optional.empty();

    private ClusterNode(SharedFiles shared, LockFile name, InstantSource clock, LongSupplier nanos) {
        this.own = shared.own();
        this.length = shared.settings().lease();
        this.name = name;
        this.clock = clock;
        this.lease = new Lease(own.lease(), length, clock.instant(), nanos);
        this.watch = new LeaseWatch(shared, nanos);
        this.takeover = new Takeover(own, lease, length.dividedBy(4));
    }

    /**
     * Becomes the node that the configuration names. When a process of that name died on another machine, its lease has to end first.
     *
     * @throws ClusterException when another process goes by that name
     */
    public static ClusterNode join(SharedFiles shared, InstantSource clock) throws IOException, ClusterException {
        return join(shared, clock, System::nanoTime);
    }

    /** @param nanos as of {@link System#nanoTime()} */
    static ClusterNode join(SharedFiles shared, InstantSource clock, LongSupplier nanos)
            throws IOException, ClusterException {
        NodeFiles own = shared.own();
        DurableFiles.makeFolderAgain(own.folder());
        Optional<LockFile> name = FileSystemProbe.lock(own.lock());
        if (name.isEmpty()) {
            throw taken(shared);
        }
        var node = new ClusterNode(shared, name.get(), clock, nanos);
        try {
            new FileSystemProbe(own.folder()).run();
            new MountCheck(shared.settings().shared(), node.length).log();
            if (!node.outlastsPredecessor()) {
                throw taken(shared);
            }
            if (!node.begin()) {
                throw new ClusterException("another node is just taking over the queue of node \"" + own.name()
                        + "\"; start again in a moment");
            }
        } catch (IOException | ClusterException | RuntimeException e) {
            name.get().close();
            throw e;
        }
        node.renewing.start();
        return node;
    }

    private static ClusterException taken(SharedFiles shared) {
        return new ClusterException("a node \"" + shared.own().name() + "\" runs already on "
                + shared.settings().shared() + "; each needs a name of its own: [cluster] node");
    }

    /**
     * The lock alone doesn't prove that it is dead: the network between it and its lock may be cut, or the file system have lost it.
     *
     * @return false when it lives, for its lease is renewed
     */
    private boolean outlastsPredecessor() throws IOException {
        LeaseWatch.Sight sight = watch.look(own);
        if (sight.text().isPresent()
                && sight.lease().filter(one -> one.process().isDead()).isEmpty()) {
            Logger.warn("cluster: the lease of a former node {} has yet to end", own.name());
            return watch.awaitEnd(sight, this::rest);
        }
        return true;
    }

    /** @return false while somebody else decides about this node */
    private boolean begin() throws IOException {
        Optional<LockFile> decision = LockFile.tryAcquire(own.takeover());
        if (decision.isEmpty()) {
            return false;
        }
        LockFile held = decision.get();
        try (held) {
            // Not whether the folder is there: others, such as sendmail, may have made it again.
            Path mark = own.queue().resolve(MARK);
            if (!LeaseRecord.text(mark).equals(Optional.of(incarnation))) {
                server.queueTaken();
                for (String folder : List.of("tmp", "failed")) {
                    DurableFiles.makeFolderAgain(own.queue().resolve(folder));
                }
                DurableFiles.writeFile(mark, incarnation.getBytes(StandardCharsets.ISO_8859_1));
            }
            lease.begin(server.activity());
            return true;
        }
    }

    /** Asked before mail is taken or passed on. */
    public Fence fence() {
        return lease;
    }

    /** What a former process of this name took from others and didn't get to. To be called before the queue is read. */
    public void adoptLeft(QueueFolder folder) throws IOException {
        queue = Optional.of(folder);
        adoptTaken();
    }

    /** From now on there is a server to tell, which goes on with what others leave. */
    public void serve(Server serving) {
        server = serving;
        watching.start();
        hops = serving.hops().map(health -> new HopExchange(own, watch, health));
        hops.ifPresent(HopExchange::start);
    }

    private void keepLease() {
        while (!closed) {
            try {
                renew();
            } catch (IOException | RuntimeException e) {
                Logger.error("cluster: the lease of node {} can't be renewed: {}", own.name(), e.toString());
            }
            rest();
        }
    }

    private void renew() throws IOException {
        try {
            if (!lost && lease.renew(server.activity())) {
                return;
            }
        } catch (IOException e) {
            if (lease.holds()) {
                throw e;
            }
        }
        if (!lost) {
            lost = true;
            Logger.error("cluster: node {} has lost its lease; it takes no mail and passes none on", own.name());
            server.leaseLost();
        }
        if (begin()) {
            lost = false;
            Logger.warn("cluster: node {} has a lease again", own.name());
            server.leaseRegained();
        }
    }

    private void keepWatch() {
        while (!closed) {
            try {
                lookAround();
            } catch (IOException | RuntimeException e) {
                Logger.warn("cluster: what other nodes left is not taken over for now: {}", e.toString());
            }
            rest();
        }
    }

    private void lookAround() throws IOException {
        for (LeaseWatch.Sight sight : watch.look().values()) {
            if (!sight.node().equals(own) && lease.holds() && watch.isOver(sight)) {
                takeover.take(sight);
            }
        }
        adoptTaken();
    }

    private void adoptTaken() throws IOException {
        for (Path folder : Takeover.children(own.taken())) {
            lease.require();
            List<QueueEntry> entries = new QueueAdoption(queue.orElseThrow(), own.queue()).adopt(folder, clock);
            Logger.info("cluster: {} messages of {} go on here", entries.size(), folder.getFileName());
            entries.forEach(server::adopted);
        }
    }

    /** How it stands with all nodes, a line each. */
    public List<String> report() throws IOException {
        return new ClusterReport(watch, own).lines();
    }

    private void rest() {
        LockSupport.parkNanos(length.dividedBy(RENEWALS).toNanos());
    }

    /** Gives lease and name back. The queue stays, and is another node's when this one doesn't come back within a lease. */
    @Override
    public void close() {
        closed = true;
        hops.ifPresent(HopExchange::close);
        try {
            for (Thread thread : List.of(renewing, watching)) {
                LockSupport.unpark(thread);
                thread.join(length.multipliedBy(2));
            }
            lease.close();
        } catch (IOException e) {
            Logger.warn("cluster: the lease of node {} stays until it ends: {}", own.name(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            try {
                name.close();
            } catch (IOException e) {
                Logger.warn("cluster: the lock of node {}: {}", own.name(), e.toString());
            }
        }
    }
}
