package mailserver.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 2449 §6.7: a message is kept for at least as long as was promised. */
class ExpiryTest {
    private static final Instant LIMIT = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant BEFORE = LIMIT.minus(Duration.ofHours(1));
    private static final Instant AFTER = LIMIT.plus(Duration.ofHours(1));

    @TempDir
    Path maildir;

    @Test
    void removes_from_both_folders_what_is_older() throws IOException {
        put("new", BEFORE, BEFORE);
        put("cur", BEFORE, BEFORE);
        Path young = put("new", AFTER, AFTER);
        Path exact = put("cur", LIMIT, BEFORE);
        assertEquals(2, Expiry.removeOlderThan(LIMIT, maildir));
        assertEquals(Stream.of(young, exact).sorted().toList(), files());
        assertEquals(0, Expiry.removeOlderThan(LIMIT, maildir));
    }

    @Test
    void the_later_of_two_times_counts() throws IOException {
        Path old = put("new", BEFORE, AFTER);
        Path restored = put("cur", AFTER, BEFORE);
        assertEquals(0, Expiry.removeOlderThan(LIMIT, maildir));
        assertTrue(Files.exists(old) && Files.exists(restored));
    }

    @Test
    void a_name_without_a_time_leaves_it_to_the_file() throws IOException {
        Path old = file("new", "holiday.eml", BEFORE);
        Path young = file("new", "1.letter", AFTER);
        assertEquals(1, Expiry.removeOlderThan(LIMIT, maildir));
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(young));
    }

    @Test
    void only_messages_are_removed() throws IOException {
        Path hidden = file("new", ".1.hidden", BEFORE);
        Path temporary = file("tmp", "1.M1P1.h", BEFORE);
        Path elsewhere = file(".Archive/cur", "1.M1P1.h:2,S", BEFORE);
        Path folder = Files.createDirectories(maildir.resolve("new/1.folder"));
        Files.setLastModifiedTime(folder, FileTime.from(BEFORE));
        Files.createSymbolicLink(maildir.resolve("new/1.link"), temporary);
        assertEquals(0, Expiry.removeOlderThan(LIMIT, maildir));
        for (Path path : List.of(hidden, temporary, elsewhere, folder, maildir.resolve("new/1.link"))) {
            assertTrue(Files.exists(path), path::toString);
        }
    }

    @Test
    void a_session_keeps_what_it_has_seen() throws IOException {
        Path old = put("new", BEFORE, BEFORE);
        try (Maildrop maildrop = Maildrop.open(maildir, new MeasurementCache()).orElseThrow()) {
            assertEquals(1, maildrop.count());
            assertEquals(0, Expiry.removeOlderThan(LIMIT, maildir));
            assertTrue(Files.exists(old));
        }
        assertEquals(1, Expiry.removeOlderThan(LIMIT, maildir));
        assertTrue(Maildrop.open(maildir, new MeasurementCache()).isPresent(), "the lock is free again");
    }

    @Test
    void a_maildir_that_is_not_there_stays_so() throws IOException {
        Path absent = maildir.resolve("nobody");
        assertEquals(0, Expiry.removeOlderThan(LIMIT, absent));
        assertFalse(Files.exists(absent));
    }

    private Path put(String folder, Instant delivered, Instant changed) throws IOException {
        return file(folder, delivered.getEpochSecond() + ".M1P1Q1.h", changed);
    }

    private Path file(String folder, String name, Instant changed) throws IOException {
        Path file = Files.createDirectories(maildir.resolve(folder)).resolve(name);
        Files.writeString(file, "Subject: hello\n\n");
        return Files.setLastModifiedTime(file, FileTime.from(changed));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files =
                Stream.concat(Files.list(maildir.resolve("new")), Files.list(maildir.resolve("cur")))) {
            return files.sorted().toList();
        }
    }
}
