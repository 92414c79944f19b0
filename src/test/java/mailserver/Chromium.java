package mailserver;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real browser without a window, to which one page is given; it has the folder for itself. */
public final class Chromium implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "microsoft-edge", "msedge");
    private static final String MISSING =
            "no Chromium found; install one (apt install chromium), or name it in the environment variable CHROMIUM";

    private final Process process;
    private final Path profile;

    private Chromium(Process process, Path profile) {
        this.process = process;
        this.profile = profile;
    }

    /**
     * @param folder for its profile and what it prints
     * @param more   options beside the usual ones
     */
    public static Chromium open(String program, URI page, Path folder, String... more) throws IOException {
        Path profile = folder.resolve("profile");
        var command = new ArrayList<>(List.of(
                program,
                "--headless",
                // It would refuse to run as root, as it may in a container.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile));
        command.addAll(List.of(more));
        command.add(page.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile())
                .start();
        return new Chromium(process, profile);
    }

    /** The program to run. Skips the test where there is none, but fails it in CI. */
    public static String find() {
        Optional<String> named = Optional.ofNullable(System.getenv("CHROMIUM")).filter(name -> !name.isBlank());
        Optional<String> found = named.isPresent() ? named : onThePath();
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            return fail(MISSING);
        }
        return found.orElseGet(() -> {
            System.out.println("skipped: " + MISSING);
            return abort(MISSING);
        });
    }

    private static Optional<String> onThePath() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it with all the processes that it has started, and takes away its locks: links to nowhere, which upset JUnit. */
    @Override
    public void close() throws IOException {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle one : all) {
            one.onExit().completeOnTimeout(one, 10, TimeUnit.SECONDS).join();
        }
        for (String lock : List.of("SingletonLock", "SingletonCookie", "SingletonSocket")) {
            Files.deleteIfExists(profile.resolve(lock));
        }
    }
}
