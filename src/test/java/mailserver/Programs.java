package mailserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of other people, where this machine has them: what they write is what our users have. CI has them all. */
public final class Programs {
    private static final long PATIENCE_SECONDS = 20;

    private Programs() {}

    /** Skips the test, in one line, on a machine without the program. */
    public static void need(String program) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return;
            }
        }
        if ("true".equals(System.getenv("CI"))) {
            fail(program + " is not installed; .ci/run does that");
        }
        abort(program + " is not installed");
    }

    /** Runs one to its end, which must be a good one, and returns what it said. */
    public static String run(Path home, String input, List<String> command) throws IOException, InterruptedException {
        Path in = Files.writeString(Files.createTempFile("program", ".in"), input, StandardCharsets.ISO_8859_1);
        Path out = Files.createTempFile("program", ".out");
        try {
            var builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectInput(in.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile());
            builder.environment().put("HOME", home.toString());
            builder.environment().put("TZ", "UTC");
            Process process = builder.start();
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> command + " doesn't end");
            String said = Files.readString(out, StandardCharsets.ISO_8859_1);
            assertEquals(0, process.exitValue(), said);
            return said;
        } finally {
            Files.delete(in);
            Files.delete(out);
        }
    }
}
