package mailserver.prove;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import mailserver.load.Scratch;
import mailserver.load.ServerCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "crash", description = "Kill the server at random moments under load, and account for every message.")
final class CrashCommand implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "100", description = "How often to kill it; ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seed", description = "Repeats the moments of another run, as far as the machine lets it.")
    private Long seed;

    @Option(names = "--keep", description = "Leave the server's home behind.")
    private boolean keep;

    @Override
    public Integer call() throws Exception {
        long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
        System.out.println("bin/prove crash --rounds " + rounds + " --seed " + chosen);
        try (Scratch scratch = Scratch.temporary("mailserver-crash", keep)) {
            return new CrashProof(ServerCommand.installed(), chosen, System.out)
                            .run(scratch, rounds, Duration.ofMillis(1500))
                            .holds()
                    ? 0
                    : 1;
        }
    }
}
