package mailserver.load.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import mailserver.load.Home;
import mailserver.load.Scratch;
import mailserver.load.Wait;
import mailserver.netns.Enclosure;
import mailserver.netns.Machine;
import mailserver.netns.Network;

/**
 * Nodes, each on a machine of its own, with one shared folder, and HAProxy before them. Two networks, so that the one can be cut
 * without the other: clients, HAProxy and nodes are on the one, nodes and storage on the other. To be made inside an
 * {@link Enclosure}, with which all of it ends.
 */
public final class ClusterRig {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<MailNode> nodes = new ArrayList<>();
    private final Path shared;
    private final Network front;
    private final Network back;
    private final LoadBalancer balancer;
    private final Optional<GlusterVolume> volume;

    private ClusterRig(
            Path shared, Network front, Network back, LoadBalancer balancer, Optional<GlusterVolume> volume) {
        this.shared = shared;
        this.front = front;
        this.back = back;
        this.balancer = balancer;
        this.volume = volume;
    }

    /** Installs what is missing; to be called before the enclosure is entered. */
    public static void install(Kind kind) throws IOException {
        LoadBalancer.install();
        if (kind == Kind.GLUSTER) {
            GlusterVolume.install();
        }
    }

    /** What the shared folder is on. */
    public enum Kind {
        /** A replicated volume of GlusterFS. */
        GLUSTER,
        /** A folder of the machine's own disk. */
        LOCAL
    }

    /**
     * Makes the machines and mounts the shared folder on each; starts no server.
     *
     * @param scratch for all files
     * @param number  of nodes, three at most
     * @param users   local parts of the accounts, whose password is {@link Home#PASSWORD}
     * @param lease   of each node
     * @param more    configuration for each node
     */
    public static ClusterRig make(Scratch scratch, Kind kind, int number, List<String> users, String lease, String more)
            throws IOException {
        Path folder = scratch.folder();
        Network front = Network.make("front", "10.0.0");
        Network back = Network.make("back", "10.0.1");
        Storage storage = switch (kind) {
            case GLUSTER -> Storage.Gluster.start(folder, back);
            case LOCAL -> new Storage.Local();
        };
        Path shared = folder.resolve("shared");
        Optional<GlusterVolume> volume =
                storage instanceof Storage.Gluster gluster ? Optional.of(gluster.volume()) : Optional.empty();
        var rig = new ClusterRig(shared, front, back, LoadBalancer.start(folder, front), volume);
        for (int i = 0; i < number; i++) {
            Machine machine = Machine.start("abc".substring(i, i + 1));
            front.plug(machine, 1 + i);
            back.plug(machine, 1 + i);
            storage.mount(machine, shared);
            var node = new MailNode(machine, front.address(1 + i), folder.resolve("home-" + machine.name()), shared);
            node.configure(front.address(LoadBalancer.NUMBER), front.address(0) + "/24", lease, more);
            rig.nodes.add(node);
        }
        // Last: a machine begins with the mounts that there are.
        scratch.until(storage.mount(shared));
        writeAccounts(shared, users);
        return rig;
    }

    private static void writeAccounts(Path shared, List<String> users) throws IOException {
        Path etc = Files.createDirectories(shared.resolve("etc"));
        Path accounts = Files.createFile(
                etc.resolve("accounts"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(accounts, users.stream().map(MailNode::account).collect(Collectors.joining()));
        Files.writeString(etc.resolve("aliases"), "postmaster@here.example: " + Home.address(users.getFirst()) + "\n");
    }

    /** Starts every node, and waits until HAProxy hands connections on to them. */
    public void start() throws IOException {
        for (MailNode node : nodes) {
            node.start();
        }
        if (!Wait.atMost(PATIENCE, Duration.ofMillis(100), () -> balancer.greets())) {
            throw new IOException("HAProxy takes no node for a good one");
        }
    }

    public List<MailNode> nodes() {
        return nodes;
    }

    public LoadBalancer balancer() {
        return balancer;
    }

    /** Empty where the folder is a local one. */
    public Optional<GlusterVolume> volume() {
        return volume;
    }

    /** The shared folder as this program sees it; on GlusterFS by a mount of its own. */
    public Home shared() {
        return new Home(shared, 0, 0, 0, 0);
    }

    /** Where a peer can listen for what the nodes relay. */
    public InetAddress outside() {
        return front.own();
    }

    /** The network between nodes and storage. */
    public Network storageNetwork() {
        return back;
    }
}
