package mailserver.load.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mailserver.load.Programs;
import mailserver.load.Wait;
import mailserver.netns.Machine;
import mailserver.netns.Network;

/** A volume of GlusterFS, each file of it on three machines. */
public final class GlusterVolume {
    private static final int REPLICAS = 3;
    /** The last number of the first server's address. */
    private static final int FIRST = 11;

    private static final String VOLUME = "mail";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Machine> servers = new ArrayList<>();
    private final List<String> addresses;

    private GlusterVolume(Network network) {
        this.addresses = IntStream.range(0, REPLICAS)
                .mapToObj(i -> network.address(FIRST + i))
                .toList();
    }

    /** Debian's packages; to be called where there is an Internet. */
    public static void install() throws IOException {
        Programs.need("glusterd", "glusterfs-server", "glusterfs-client");
    }

    /**
     * Makes and starts one.
     *
     * @param folder  for its files
     * @param options of the volume that are not to be as GlusterFS has them, as docs/cluster.md names them
     */
    static GlusterVolume start(Path folder, Network network, Map<String, String> options) throws IOException {
        var volume = new GlusterVolume(network);
        for (int i = 0; i < REPLICAS; i++) {
            volume.servers.add(server(folder.resolve("server-" + i), network, i));
        }
        for (int i = 1; i < REPLICAS; i++) {
            volume.command("peer", "probe", volume.addresses.get(i));
        }
        if (!Wait.atMost(PATIENCE, Duration.ofMillis(200), volume::isTogether)) {
            throw new IOException("the servers of GlusterFS don't find together: " + volume.command("peer", "status"));
        }
        var create = new ArrayList<>(List.of("volume", "create", VOLUME, "replica", "" + REPLICAS));
        for (int i = 0; i < REPLICAS; i++) {
            create.add(volume.addresses.get(i) + ":" + folder.resolve("server-" + i + "/brick"));
        }
        create.add("force");
        volume.command(create.toArray(String[]::new));
        for (Map.Entry<String, String> option : new LinkedHashMap<>(options).entrySet()) {
            volume.set(option.getKey(), option.getValue());
        }
        volume.command("volume", "start", VOLUME);
        return volume;
    }

    private static Machine server(Path folder, Network network, int index) throws IOException {
        Machine machine = Machine.start("store" + (index + 1));
        network.plug(machine, FIRST + index);
        for (String made : List.of("brick", "state", "log")) {
            Files.createDirectories(folder.resolve(made));
        }
        Files.createDirectories(Path.of("/var/log/glusterfs"));
        machine.run("mount", "--bind", folder.resolve("state").toString(), "/var/lib/glusterd");
        machine.run("mount", "--bind", folder.resolve("log").toString(), "/var/log/glusterfs");
        machine.run("mkdir", "/run/gluster");
        machine.run("glusterd");
        return machine;
    }

    private boolean isTogether() throws IOException {
        String status = command("peer", "status");
        return status.split("Peer in Cluster \\(Connected\\)", -1).length == REPLICAS;
    }

    private String command(String... words) throws IOException {
        var all = new ArrayList<>(List.of("gluster", "--mode=script"));
        all.addAll(List.of(words));
        return servers.getFirst().run(all.toArray(String[]::new));
    }

    /** Sets an option of the volume. */
    public void set(String option, String value) throws IOException {
        command("volume", "set", VOLUME, option, value);
    }

    /** How many copies of each file there are. */
    public int replicas() {
        return REPLICAS;
    }

    /** SIGKILL for the process that keeps one of the copies. */
    public void killBrick(int index) throws IOException {
        servers.get(index).run("sh", "-c", "kill -KILL $(cat /run/gluster/vols/" + VOLUME + "/*.pid)");
    }

    /** Starts whatever is not running. */
    public void startBricks() throws IOException {
        command("volume", "start", VOLUME, "force");
    }

    /** Entries that the copies don't agree on yet, those among them that nobody can decide included. */
    public int unhealed() throws IOException {
        return command("volume", "heal", VOLUME, "info")
                .lines()
                .filter(line -> line.startsWith("Number of entries: "))
                .mapToInt(line -> Integer.parseInt(line.substring("Number of entries: ".length())))
                .sum();
    }

    /** What mount(8) has to be told. */
    List<String> mount(Path folder, Path log, String options) {
        String others = addresses.stream().skip(1).collect(Collectors.joining(":"));
        return List.of(
                "mount",
                "-t",
                "glusterfs",
                "-o",
                "backup-volfile-servers=" + others + ",log-file=" + log + (options.isEmpty() ? "" : "," + options),
                addresses.getFirst() + ":/" + VOLUME,
                folder.toString());
    }
}
