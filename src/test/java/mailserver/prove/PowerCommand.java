package mailserver.prove;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "power",
        description = "Trace the server, and cut the power at every line of the trace, on a simulated disk.")
final class PowerCommand implements Callable<Integer> {
    @Option(names = "--messages", defaultValue = "300", description = "How many are sent; ${DEFAULT-VALUE}.")
    private int messages;

    @Option(
            names = "--lucks",
            defaultValue = "3",
            description = "Disks at each line beside the poorest; ${DEFAULT-VALUE}.")
    private int lucks;

    @Option(names = "--recoveries", defaultValue = "20", description = "Server starts on such disks; ${DEFAULT-VALUE}.")
    private int recoveries;

    @Option(names = "--seed", description = "Repeats the luck of another run.")
    private Long seed;

    @Option(names = "--keep", description = "Leave the trace and the homes behind.")
    private boolean keep;

    @Mixin
    private Disks disks;

    @Override
    public Integer call() throws Exception {
        if (!Strace.isInstalled()) {
            throw new IOException("strace is missing; install it, e.g. apt-get install strace");
        }
        long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
        System.out.println("bin/prove power --messages " + messages + " --seed " + chosen);
        return disks.prove(
                "mailserver-power",
                keep,
                place -> new PowerProof(chosen, System.out).run(place.scratch(), messages, lucks, recoveries));
    }
}
