package mailserver.cli.care;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A command as a process of its own, which is killed when it has come so far. */
final class KilledCommand {
    private KilledCommand() {}

    /** How the command stood when SIGKILL had done its work. */
    enum End {
        KILLED,
        /** It was done before it could be killed. */
        WAS_FASTER
    }

    static End run(Path home, BooleanSupplier farEnough, Object... args) throws Exception {
        Path out = Files.createTempFile("killed", ".out");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "mailserver.cli.Main",
                "--home",
                home.toString()));
        Stream.of(args).map(Object::toString).forEach(command::add);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            while (process.isAlive() && !farEnough.getAsBoolean()) {
                Thread.onSpinWait();
            }
            process.destroyForcibly();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it doesn't end");
            if (process.exitValue() > 0 && process.exitValue() < 128) {
                fail(Files.readString(out));
            }
            return process.exitValue() == 0 ? End.WAS_FASTER : End.KILLED;
        } finally {
            process.destroyForcibly();
            Files.delete(out);
        }
    }

    static boolean holds(Path folder, int files) {
        String[] names = folder.toFile().list();
        return names != null && names.length >= files;
    }

    static int count(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return (int) all.count();
        }
    }
}
