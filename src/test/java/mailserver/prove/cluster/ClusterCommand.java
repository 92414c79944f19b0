package mailserver.prove.cluster;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import mailserver.load.FakeTime;
import mailserver.load.Scratch;
import mailserver.load.cluster.ClusterRig;
import mailserver.netns.Enclosure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bin/prove cluster}. */
@Command(
        name = "cluster",
        description =
                "Nodes with one replicated GlusterFS volume, behind HAProxy, in network namespaces (as root): kill, stop, cut off,"
                        + " take away, and account for every message. Exits with 4 where that can't be had.")
public final class ClusterCommand implements Callable<Integer> {
    private static final int NOT_HERE = 4;

    @Option(names = "--rounds", defaultValue = "50", description = "Faults, each kind in turn; ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--nodes", defaultValue = "3", description = "Two or three; ${DEFAULT-VALUE}.")
    private int nodes;

    @Option(names = "--seed", description = "Repeats the choices of another run, as far as the machine lets it.")
    private Long seed;

    @Option(
            names = "--fault",
            split = ",",
            description = "Only these: ${COMPLETION-CANDIDATES}, as killed,cut; all when none is named.")
    private List<ClusterFault> faults = List.of();

    @Option(names = "--keep", description = "Leave the nodes' homes and the volume's bricks behind.")
    private boolean keep;

    @Override
    public Integer call() throws Exception {
        if (!Enclosure.isInside()) {
            Optional<String> obstacle = Enclosure.obstacle();
            if (obstacle.isPresent()) {
                System.out.println("SKIPPED: " + obstacle.get());
                return NOT_HERE;
            }
            ClusterRig.install(ClusterRig.Kind.GLUSTER);
            FakeTime.install();
            return Enclosure.enter();
        }
        long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
        System.out.println("bin/prove cluster --rounds " + rounds + " --nodes " + nodes + " --seed " + chosen);
        List<ClusterFault> wanted = faults.isEmpty() ? List.copyOf(EnumSet.allOf(ClusterFault.class)) : faults;
        try (Scratch scratch = Scratch.temporary("mailserver-cluster", keep)) {
            return new ClusterProof(scratch, nodes, chosen, System.out).run(rounds, wanted) ? 0 : 1;
        }
    }
}
