package mailserver.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementCacheTest {
    private static final FileTime THEN = FileTime.fromMillis(1_700_000_000_000L);

    @TempDir
    Path maildir;

    @BeforeEach
    void makeMaildir() throws IOException {
        Files.createDirectory(maildir.resolve("new"));
        Files.createDirectory(maildir.resolve("cur"));
    }

    @Test
    void reads_a_foreign_file_once_even_across_a_restart() throws IOException {
        Path file = put("a name", "abc\n");
        String uid = uids(new MeasurementCache()).getFirst();
        // Content that changes in secret shows that nobody looks at it again.
        Files.writeString(file, "xyz\n");
        Files.setLastModifiedTime(file, THEN);
        assertEquals(List.of(uid), uids(new MeasurementCache()));
        Files.move(file, maildir.resolve("cur/a name:2,S"));
        assertEquals(List.of(uid), uids(new MeasurementCache()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache())));
    }

    @Test
    void remembers_in_memory_where_it_can_not_write() throws IOException {
        var measurements = new MeasurementCache();
        Path file = put("foreign", "abc\n");
        Files.createDirectory(cache());
        String uid = uids(measurements).getFirst();
        Files.writeString(file, "xyz\n");
        Files.setLastModifiedTime(file, THEN);
        assertEquals(List.of(uid), uids(measurements));
        assertFalse(uids(new MeasurementCache()).contains(uid));
    }

    @Test
    void measures_again_what_has_changed() throws IOException {
        var measurements = new MeasurementCache();
        Path file = put("foreign", "abc\n");
        String uid = uids(measurements).getFirst();
        Files.writeString(file, "xyz\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(THEN.toMillis() + 1));
        assertFalse(uids(measurements).contains(uid));
    }

    @Test
    void ignores_broken_lines() throws IOException {
        Path file = put("foreign", "abc\n");
        String uid = uids(new MeasurementCache()).getFirst();
        String line = Files.readString(cache()).strip();
        List<String> broken = List.of(
                "",
                "x",
                " ",
                "5 abc def",
                "-1 " + line.substring(2),
                line.substring(0, 40),
                line.substring(0, 67),
                "99999999999999999999" + line.substring(1),
                "\0\0\0");
        for (String text : broken) {
            Files.writeString(file, "xyz\n");
            Files.setLastModifiedTime(file, THEN);
            Files.writeString(cache(), text + "\n");
            assertFalse(uids(new MeasurementCache()).contains(uid), text);
            Files.writeString(cache(), text + "\n" + line + "\n" + text);
            assertEquals(List.of(uid), uids(new MeasurementCache()), text);
        }
    }

    @Test
    void drops_stale_lines_when_they_are_more_than_half() throws IOException {
        for (int i = 0; i < 5; i++) {
            put("foreign" + i, "text " + i + "\n");
        }
        uids(new MeasurementCache());
        assertEquals(5, lines());
        Files.delete(maildir.resolve("new/foreign0"));
        Files.delete(maildir.resolve("new/foreign1"));
        uids(new MeasurementCache());
        assertEquals(5, lines());
        Files.delete(maildir.resolve("new/foreign2"));
        List<String> uids = uids(new MeasurementCache());
        assertEquals(2, lines());
        assertEquals(uids, uids(new MeasurementCache()));
        Files.delete(maildir.resolve("new/foreign3"));
        Files.delete(maildir.resolve("new/foreign4"));
        uids(new MeasurementCache());
        assertFalse(Files.exists(cache()));
    }

    @Test
    void appends_behind_a_line_that_was_cut_short() throws IOException {
        put("foreign1", "one\n");
        uids(new MeasurementCache());
        Files.writeString(cache(), "12", StandardOpenOption.APPEND);
        put("foreign2", "two\n");
        List<String> uids = uids(new MeasurementCache());
        assertTrue(Files.readString(cache()).contains("12\n5 "));
        assertEquals(uids, uids(new MeasurementCache()));
    }

    private List<String> uids(MeasurementCache measurements) throws IOException {
        try (Maildrop maildrop = Maildrop.open(maildir, measurements).orElseThrow()) {
            return maildrop.messages().stream().map(Maildrop.Message::uid).toList();
        }
    }

    private Path put(String name, String text) throws IOException {
        Path file = Files.writeString(maildir.resolve("new").resolve(name), text);
        Files.setLastModifiedTime(file, THEN);
        return file;
    }

    private Path cache() {
        return maildir.resolve(MeasurementCache.FILE);
    }

    private long lines() throws IOException {
        return Files.readString(cache()).lines().filter(line -> !line.isEmpty()).count();
    }
}
