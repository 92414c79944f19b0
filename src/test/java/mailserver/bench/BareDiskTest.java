package mailserver.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The disk's bounds are measured by doing what they say. */
class BareDiskTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Bound.class)
    void every_bound_can_be_measured(Bound bound) throws Exception {
        assertTrue(new BareDisk(folder, 20).measure(bound) > 0);
    }

    @Test
    void what_is_delivered_is_there_and_what_is_relayed_is_gone() throws Exception {
        var disk = new BareDisk(folder, 40);
        disk.measure(Bound.LARGE);
        disk.measure(Bound.RELAY);
        disk.measure(Bound.REUSED);

        // A tenth of them, but one for each thread.
        assertEquals(20, files(folder.resolve("LARGE/new")));
        try (Stream<Path> files = Files.list(folder.resolve("LARGE/new"))) {
            assertEquals(1_000_000, Files.size(files.findFirst().orElseThrow()));
        }
        assertEquals(0, files(folder.resolve("RELAY")));
        // The spares.
        assertEquals(20, files(folder.resolve("REUSED")));
    }

    private static long files(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.count();
        }
    }
}
