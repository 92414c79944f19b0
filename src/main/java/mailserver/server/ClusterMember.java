package mailserver.server;

import java.io.IOException;
import java.util.Optional;
import mailserver.cluster.ClusterException;
import mailserver.cluster.ClusterNode;
import mailserver.cluster.NodeActivity;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.queue.QueueEntry;
import mailserver.queue.delivery.NextHopHealth;
import mailserver.time.ScaledClock;

/** What a server does when something becomes of it in its cluster. */
record ClusterMember(MailSystem mailSystem, ConnectionLimiter limiter) implements ClusterNode.Server {
    /** Empty for a single server. */
    static Optional<ClusterNode> join(ServerFiles files, Settings settings, ServerOptions options)
            throws IOException, StartException {
        if (!settings.configuration().cluster().equals(files.shared().map(shared -> shared.settings()))) {
            throw new StartException("[cluster] in " + files.configuration() + " has just been changed; start again");
        }
        try {
            return files.shared().isPresent()
                    ? Optional.of(ClusterNode.join(files.shared().get(), ScaledClock.ofFiles(options.clock())))
                    : Optional.empty();
        } catch (ClusterException e) {
            throw new StartException(e.getMessage());
        }
    }

    @Override
    public NodeActivity activity() {
        return new NodeActivity(
                mailSystem.queue().size(), limiter.count(service -> !service.isPop3()), limiter.count(Service::isPop3));
    }

    @Override
    public void adopted(QueueEntry entry) {
        mailSystem.queue().submit(entry);
    }

    @Override
    public Optional<NextHopHealth> hops() {
        return Optional.of(mailSystem.queue().health());
    }

    @Override
    public void leaseLost() {
        limiter.endAll();
    }

    @Override
    public void queueTaken() {
        mailSystem.queue().abandon();
    }

    @Override
    public void leaseRegained() {
        // Hops that couldn't be gone to meanwhile get a try.
        mailSystem.settingsChanged();
    }
}
