package mailserver.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotCacheTest {
    @TempDir
    Path maildir;

    private final AtomicLong nanos = new AtomicLong();
    private final SnapshotCache recent = new SnapshotCache(nanos::get);

    @BeforeEach
    void makeMaildir() throws IOException {
        Files.createDirectory(maildir.resolve("new"));
        Files.createDirectory(maildir.resolve("cur"));
    }

    @Test
    void remembers_what_was_read_when_the_folders_had_long_been_at_rest() {
        StoredFiles files = messages(SnapshotCache.LEAST_MESSAGES);
        recent.look(maildir).remember(files);
        assertEquals(Optional.empty(), recent.look(maildir).unchanged(), "it may have changed in the same tick");
        pass();
        SnapshotCache.Look second = recent.look(maildir);
        assertEquals(Optional.empty(), second.unchanged());
        second.remember(files);
        assertEquals(Optional.of(files), recent.look(maildir).unchanged());
    }

    @Test
    void forgets_when_a_message_comes_goes_or_moves() throws IOException {
        Path file = Files.createFile(maildir.resolve("new/1"));
        settle();
        Files.createFile(maildir.resolve("new/2"));
        assertEquals(Optional.empty(), recent.look(maildir).unchanged());
        settle();
        Files.delete(maildir.resolve("new/2"));
        assertEquals(Optional.empty(), recent.look(maildir).unchanged());
        settle();
        file = Files.move(file, maildir.resolve("cur/1:2,"));
        assertEquals(Optional.empty(), recent.look(maildir).unchanged());
        settle();
        Files.move(file, maildir.resolve("cur/1:2,S"));
        assertEquals(Optional.empty(), recent.look(maildir).unchanged());
    }

    @Test
    void forgets_when_a_message_is_written_to_where_it_lies() throws IOException {
        Path file = Files.writeString(maildir.resolve("new/1"), "one");
        settle();
        Files.writeString(file, "one, and more", StandardOpenOption.APPEND);
        await().until(() -> recent.look(maildir).unchanged().isEmpty());
    }

    @Test
    void a_time_that_is_set_back_deceives_nobody() throws IOException {
        FileTime before = Files.getLastModifiedTime(maildir.resolve("new"));
        settle();
        Files.createFile(maildir.resolve("new/1"));
        Files.setLastModifiedTime(maildir.resolve("new"), before);
        assertEquals(Optional.empty(), recent.look(maildir).unchanged());
    }

    @Test
    void forgets_a_folder_that_is_put_in_the_place_of_another() throws IOException {
        settle();
        Files.move(maildir.resolve("cur"), maildir.resolve("other"));
        assertEquals(Optional.empty(), recent.look(maildir).unchanged());
        settle();
        Files.createDirectory(maildir.resolve("cur"));
        assertEquals(Optional.empty(), recent.look(maildir).unchanged());
    }

    @Test
    void does_not_remember_what_changed_while_it_was_read() throws IOException {
        recent.look(maildir).remember(messages(SnapshotCache.LEAST_MESSAGES));
        pass();
        SnapshotCache.Look look = recent.look(maildir);
        Files.createFile(maildir.resolve("new/1"));
        look.remember(messages(SnapshotCache.LEAST_MESSAGES));
        assertEquals(Optional.empty(), recent.look(maildir).unchanged());
    }

    @Test
    void forgets_when_told_to() {
        settle();
        recent.forget(maildir);
        assertEquals(Optional.empty(), recent.look(maildir).unchanged());
    }

    @Test
    void keeps_the_last_ones_that_have_room() throws IOException {
        settle(maildir, 30_000);
        Path second = another("second");
        settle(second, 15_000);
        assertEquals(30_000, recent.look(maildir).unchanged().orElseThrow().size());
        Path third = another("third");
        settle(third, 20_000);
        assertEquals(Optional.empty(), recent.look(second).unchanged());
        assertEquals(30_000, recent.look(maildir).unchanged().orElseThrow().size());
        assertEquals(20_000, recent.look(third).unchanged().orElseThrow().size());
    }

    @Test
    void what_was_written_to_where_it_lies_is_measured_anew() throws IOException {
        for (int i = 0; i < SnapshotCache.LEAST_MESSAGES; i++) {
            Path file = maildir.resolve("new/1.M" + i + "P1Q1.h,S=4,W=5,H=" + "00".repeat(32));
            Files.setLastModifiedTime(Files.writeString(file, "abc\n"), FileTime.fromMillis(0));
        }
        var measurements = new MeasurementCache(nanos::get);
        long told = 5 * SnapshotCache.LEAST_MESSAGES;
        for (int i = 0; i < 3; i++) {
            assertEquals(told, wireBytes(measurements));
            pass();
        }
        Files.writeString(maildir.resolve("new/1.M0P1Q1.h,S=4,W=5,H=" + "00".repeat(32)), "longer\n");
        await().until(() -> wireBytes(measurements) == told + 3);
    }

    private long wireBytes(MeasurementCache measurements) throws IOException {
        try (Maildrop maildrop = Maildrop.open(maildir, measurements).orElseThrow()) {
            return maildrop.totalWireBytes();
        }
    }

    private Path another(String name) throws IOException {
        Path other = maildir.resolve(name);
        Files.createDirectories(other.resolve("new"));
        Files.createDirectory(other.resolve("cur"));
        return other;
    }

    private void settle() {
        settle(maildir, SnapshotCache.LEAST_MESSAGES);
    }

    private void settle(Path which, int count) {
        StoredFiles files = messages(count);
        recent.look(which).remember(files);
        pass();
        recent.look(which).remember(files);
        assertEquals(Optional.of(files), recent.look(which).unchanged());
    }

    private void pass() {
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        // The kernel's clock must really move on, if only by one tick.
        await().until(this::aTickHasPassed);
    }

    private boolean aTickHasPassed() throws IOException {
        Path probe = maildir.resolve("probe");
        Files.deleteIfExists(probe);
        FileTime now = Files.getLastModifiedTime(Files.createFile(probe));
        for (String folder : List.of("new", "cur")) {
            Path path = maildir.resolve(folder);
            if (Files.exists(path) && now.compareTo((FileTime) Files.getAttribute(path, "unix:ctime")) <= 0) {
                return false;
            }
        }
        return true;
    }

    private StoredFiles messages(int count) {
        var pages = new ArrayList<StoredPage>();
        for (int i = 0; i < count; i += StoredPage.MOST) {
            pages.add(new StoredPage(
                    maildir.resolve("new"),
                    IntStream.range(i, Math.min(count, i + StoredPage.MOST))
                            .mapToObj(this::message)
                            .toList()));
        }
        return new StoredFiles(pages);
    }

    private StoredFile message(int number) {
        String name = number + ".M1P1Q1.h";
        return new StoredFile(
                maildir.resolve("new").resolve(name), MaildirName.parse(name), 0, 1, 2, Optional.of("00".repeat(32)));
    }
}
