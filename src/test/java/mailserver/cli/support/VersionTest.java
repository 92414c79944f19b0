package mailserver.cli.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.jar.Manifest;
import mailserver.cli.CommandRun;
import org.junit.jupiter.api.Test;

class VersionTest {
    @Test
    void it_tells_version_and_commit() throws Exception {
        assertEquals(Optional.of("1a2b3c4d5e6f-dirty"), Version.commit(manifest("1a2b3c4d5e6f-dirty")));
        assertEquals(Optional.empty(), Version.commit(manifest("")));
        String text = Version.text("1.0.0", Optional.of("1a2b3c4d5e6f"));
        assertTrue(text.startsWith("mailserver 1.0.0, commit 1a2b3c4d5e6f (Java "), text);
        assertTrue(
                CommandRun.run("--version").out().startsWith("mailserver development"),
                CommandRun.run("--version").out());
    }

    private static Manifest manifest(String commit) throws Exception {
        String text = "Manifest-Version: 1.0\nImplementation-Commit: " + commit + "\n";
        return new Manifest(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
