package mailserver.prove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mailserver.load.Scratch;
import mailserver.load.ServerCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/prove crash} in short. */
class CrashProofTest {
    @TempDir
    Path folder;

    @Test
    void nothing_acknowledged_is_lost_in_five_crashes() throws Exception {
        var said = new ByteArrayOutputStream();
        try (var scratch = new Scratch(folder.resolve("crash"), false);
                var out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            var proof = new CrashProof(ServerCommand.ofClassPath(), 5, new Ending.Kill(), out);
            Account account = proof.run(scratch, 5, Duration.ofMillis(500));
            assertEquals(List.of(), account.faults());
            assertTrue(account.acknowledged() > 0, () -> said.toString(StandardCharsets.UTF_8));
        }
    }
}
