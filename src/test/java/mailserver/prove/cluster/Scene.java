package mailserver.prove.cluster;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mailserver.load.Talk;
import mailserver.load.Wait;
import mailserver.load.cluster.ClusterRig;
import mailserver.load.cluster.GlusterVolume;
import mailserver.load.cluster.MailNode;

/** What a fault is done to, and what is to be seen meanwhile. */
final class Scene {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ClusterRig rig;
    private final MailNode victim;
    private final Duration lease;
    private final Random random;
    private final List<String> wrong = new ArrayList<>();
    private final List<Duration> takeovers = new ArrayList<>();
    private final List<Outage> outages = new ArrayList<>();

    /** A time in which a node may have passed on what it could not note, or in which a note may have been lost. */
    record Outage(Instant begin, Instant end) {}

    Scene(ClusterRig rig, MailNode victim, Duration lease, Random random) {
        this.rig = rig;
        this.victim = victim;
        this.lease = lease;
        this.random = random;
    }

    ClusterRig rig() {
        return rig;
    }

    GlusterVolume volume() {
        return rig.volume().orElseThrow();
    }

    MailNode victim() {
        return victim;
    }

    /** Another node. */
    MailNode other() {
        int at = rig.nodes().indexOf(victim) + 1;
        return rig.nodes().get(at % rig.nodes().size());
    }

    boolean coin() {
        return random.nextBoolean();
    }

    int number(int below) {
        return random.nextInt(below);
    }

    Duration lease() {
        return lease;
    }

    /** From now on a node is not what it should be. What it did in the second before may not have been noted. */
    void begins() {
        Instant now = Instant.now();
        outages.add(new Outage(now.minusSeconds(2), now.plus(lease).plusSeconds(2)));
    }

    List<Outage> outages() {
        return outages;
    }

    void must(boolean condition, String otherwise) {
        if (!condition) {
            wrong.add(otherwise);
        }
    }

    List<String> wrong() {
        return wrong;
    }

    List<Duration> takeovers() {
        return takeovers;
    }

    /** Waits until others have what the node had in its queue; nothing to wait for if it had nothing. */
    void awaitTakeover(MailNode node) throws IOException {
        long begun = System.nanoTime();
        if (ClusterProof.entries(node.queue()) == 0) {
            Wait.pause(lease.multipliedBy(2));
            return;
        }
        boolean taken = Wait.atMost(LONG, Duration.ofMillis(50), () -> ClusterProof.entries(node.queue()) == 0);
        must(taken, "nobody takes the queue of node " + node.name() + " over");
        takeovers.add(Duration.ofNanos(System.nanoTime() - begun));
    }

    /** Waits until the node takes mail and HAProxy may send it clients. */
    void awaitServing(MailNode node) {
        must(Wait.atMost(LONG, Duration.ofMillis(100), node::isServing), "node " + node.name() + " does not come back");
    }

    /** HAProxy asks a node twice, a second apart, before it brings somebody there again. */
    void awaitBalancer() {
        must(
                Wait.atMost(LONG, Duration.ofMillis(200), () -> rig.balancer().greets()),
                "the load balancer finds no node");
    }

    /** HAProxy brings nobody to a node that would turn him away. */
    void mustGreet(int clients) {
        for (int i = 0; i < clients; i++) {
            try (Talk talk = Talk.to(rig.balancer().smtp(), PATIENCE)) {
                talk.reply();
                must(talk.said().startsWith("220"), "a client is brought to a node that says " + talk.said());
            } catch (IOException e) {
                must(false, "a client is brought to nobody: " + e.getMessage());
            }
        }
    }
}
