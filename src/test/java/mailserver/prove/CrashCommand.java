package mailserver.prove;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import mailserver.load.ServerCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "crash", description = "Kill the server at random moments under load, and account for every message.")
final class CrashCommand implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "100", description = "How often to kill it; ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seed", description = "Repeats the moments of another run, as far as the machine lets it.")
    private Long seed;

    @Option(names = "--keep", description = "Leave the server's home behind.")
    private boolean keep;

    @Option(
            names = "--cut",
            description = "With --fs: the file system is shut down before each kill, as a power cut would do it.")
    private boolean cut;

    @Mixin
    private Disks disks;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
        if (cut && !disks.areMade()) {
            throw new ParameterException(spec.commandLine(), "--cut needs --fs: no other file system is shut down");
        }
        System.out.println("bin/prove crash --rounds " + rounds + " --seed " + chosen + (cut ? " --cut" : ""));
        return disks.prove(
                "mailserver-crash",
                keep,
                place -> new CrashProof(
                                ServerCommand.installed(),
                                chosen,
                                cut ? new Ending.Cut(place.mount().orElseThrow()) : new Ending.Kill(),
                                System.out)
                        .run(place.scratch(), rounds, Duration.ofMillis(1500))
                        .holds());
    }
}
