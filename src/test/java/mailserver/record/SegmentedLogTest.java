package mailserver.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentedLogTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : SegmentFiles.in(folder.resolve("log"))) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }

    private SegmentedLog open(Duration keep, long size) {
        return new SegmentedLog(folder.resolve("log"), keep, size, now::get);
    }

    @Test
    void makesNothingUntilThereIsSomethingToWrite() throws Exception {
        open(Duration.ofDays(1), 1000).close();
        assertTrue(Files.notExists(folder.resolve("log")));
        try (SegmentedLog log = open(Duration.ofDays(1), 1000)) {
            log.add(() -> "one");
            log.add(() -> {
                throw new IllegalStateException("one that can't be made");
            });
            log.add(() -> "two");
        }
        assertEquals(List.of("one", "two"), lines());
    }

    @Test
    void theOldestGoWhenThereIsTooMuch() throws Exception {
        for (int i = 0; i < 20; i++) {
            now.set(NOW.plusSeconds(i));
            int number = i;
            try (SegmentedLog log = open(Duration.ofDays(1), 1000)) {
                log.add(() -> "%0200d".formatted(number));
            }
        }
        List<String> left = lines();
        assertTrue(left.size() >= 4 && left.size() <= 6, () -> left.size() + " lines are left");
        assertEquals("%0200d".formatted(19), left.getLast());
    }

    @Test
    void whatIsTooOldGoes() throws Exception {
        try (SegmentedLog log = open(Duration.ofDays(7), 1000)) {
            log.add(() -> "old");
        }
        Files.setLastModifiedTime(SegmentFiles.in(folder.resolve("log")).getFirst(), FileTime.from(NOW));
        now.set(NOW.plus(Duration.ofDays(8)));
        try (SegmentedLog log = open(Duration.ofDays(7), 1000)) {
            log.add(() -> "new");
        }
        assertEquals(List.of("new"), lines());
    }
}
