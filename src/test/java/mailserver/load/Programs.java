package mailserver.load;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of the system: running them, and installing those that are missing. */
public final class Programs {
    private static final long MINUTES = 10;

    private Programs() {}

    /** Runs one to its end and returns what it printed. */
    public static String run(String... words) throws IOException {
        Path output = Files.createTempFile("program", ".out");
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException(words[0] + " did not end in " + MINUTES + " minutes");
            }
            String said = Files.readString(output);
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", words) + " failed: " + said.strip());
            }
            return said;
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** Does it run, and end with 0? */
    public static boolean works(String... words) {
        try {
            run(words);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Sees to it that a program is there: root gets it from Debian's packages, others are told what to install. */
    public static void need(String program, String... packages) throws IOException {
        if (find(program).isPresent()) {
            return;
        }
        String wanted = "apt-get install --no-install-recommends " + String.join(" ", packages);
        if (!isRoot() || find("apt-get").isEmpty()) {
            throw new IOException(program + " is missing; as root: " + wanted);
        }
        System.err.println("installing " + String.join(", ", packages) + " …");
        run("apt-get", "update", "-q");
        // RUNLEVEL=1: installed, but not started; it is for us alone.
        String[] install = Stream.concat(
                        Stream.of(
                                "env",
                                "DEBIAN_FRONTEND=noninteractive",
                                "RUNLEVEL=1",
                                "apt-get",
                                "install",
                                "-q",
                                "-y"),
                        Stream.concat(Stream.of("--no-install-recommends"), Stream.of(packages)))
                .toArray(String[]::new);
        run(install);
    }

    public static Optional<Path> find(String program) {
        return List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin").stream()
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
