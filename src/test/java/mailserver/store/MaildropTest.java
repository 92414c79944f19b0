package mailserver.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import mailserver.mail.Content;
import mailserver.mail.Measure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaildropTest {
    private static final String DIGEST = "00".repeat(32);

    @TempDir
    Path maildir;

    private final MeasurementCache measurements = new MeasurementCache();

    @BeforeEach
    void makeMaildir() throws IOException {
        for (String folder : List.of("tmp", "new", "cur")) {
            Files.createDirectory(maildir.resolve(folder));
        }
    }

    @Test
    void numbers_messages_of_both_folders_by_time() throws IOException {
        put("new/20.M1P1Q1.h", "two\n");
        put("cur/10.M1P1Q1.h:2,S", "one\n");
        put("cur/30.M1P1Q1.h:2,T", "trashed, and still there\n");
        put("new/.hidden", "no\n");
        put("tmp/5.M1P1Q1.h", "not yet\n");
        Files.createDirectory(maildir.resolve("new/folder"));
        try (Maildrop maildrop = open()) {
            assertEquals(List.of("one\n", "two\n", "trashed, and still there\n"), contents(maildrop));
            assertEquals(3, maildrop.count());
            assertEquals(5 + 5 + 26, maildrop.totalWireBytes());
        }
    }

    @Test
    void numbers_messages_of_the_same_time_by_name() throws IOException {
        List<String> inOrder =
                List.of("no-number", "9.M5P1Q1.h", "10.M7P1Q1.h", "10.M70P1Q1.h", "11.x", "11.y", "11.y:2,S");
        for (String name : inOrder.reversed()) {
            put("cur/" + name, name);
        }
        try (Maildrop maildrop = open()) {
            assertEquals(inOrder, names(maildrop));
        }
    }

    @Test
    void believes_a_name_that_goes_with_the_length() throws IOException {
        delivered("new/1.M1P1Q1.h,S=4,W=7,H=" + DIGEST, "abc\n");
        try (Maildrop maildrop = open()) {
            Maildrop.Message message = maildrop.messages().getFirst();
            assertEquals(7, message.wireBytes());
            assertEquals(DIGEST, message.uid());
        }
    }

    @Test
    void believes_no_name_that_is_older_than_what_was_written_to_the_file() throws IOException {
        Path file = delivered("new/1.M1P1Q1.h,S=4,W=5,H=" + sha256("abc\n"), "abc\n");
        try (Maildrop maildrop = open()) {
            assertEquals(sha256("abc\n"), maildrop.messages().getFirst().uid());
        }
        Files.writeString(file, "xyz\n");
        try (Maildrop maildrop = open()) {
            assertEquals(sha256("xyz\n"), maildrop.messages().getFirst().uid());
        }
    }

    @Test
    void numbers_many_messages_as_it_does_few() throws IOException {
        int many = 10 * StoredPage.MOST + 1;
        var names = new ArrayList<String>();
        var uids = new ArrayList<String>();
        for (int i = 0; i < many; i++) {
            // Three have the same time; some are foreign, some have a letter that is not ASCII.
            boolean foreign = i % 50 == 1;
            String name = (1000 + i / 3) + ".M1P1Q" + (10_000 + i) + (i % 20 == 2 ? ".ü" : ".h");
            names.add(foreign ? name : name + ",S=1,W=2,H=%064x".formatted(i));
            uids.add(foreign ? sha256("\n") : "%064x".formatted(i));
        }
        for (int i = 0; i < many; i++) {
            delivered((i % 7 == 0 ? "new/" : "cur/") + names.get(i), "\n");
        }
        try (Maildrop maildrop = open()) {
            assertEquals(names, names(maildrop));
            assertEquals(
                    uids,
                    maildrop.messages().stream().map(Maildrop.Message::uid).toList());
            assertEquals(2 * many, maildrop.totalWireBytes());
            assertEquals("\n".repeat(many), String.join("", contents(maildrop)));
        }
    }

    @Test
    void a_message_that_is_in_both_folders_is_one() throws IOException {
        Path file = put("new/1.M1P1.h,S=4,W=5,H=" + DIGEST, "one\n");
        Files.createLink(maildir.resolve("cur/1.M1P1.h,S=4,W=5,H=" + DIGEST + ":2,S"), file);
        put("cur/1.M1P1.h,S=4,W=5,H=" + DIGEST + ":2,FS", "two\n");
        put("new/1.M1P2.h", "three\n");
        try (Maildrop maildrop = open()) {
            assertEquals(3, maildrop.count());
            assertEquals(Set.of("one\n", "two\n", "three\n"), Set.copyOf(contents(maildrop)));
        }
    }

    @Test
    void measures_what_no_name_tells() throws IOException {
        put("new/1.M1.h,S=5,W=7,H=" + DIGEST, "abc\n");
        put("new/2.M1.h,S=4,W=5", "abc\n");
        put("new/3.M1.h,S=4,W=400,H=" + DIGEST, "abc\n");
        put("new/4", "no end");
        put("new/5", "crlf\r\n");
        put("new/6", "");
        try (Maildrop maildrop = open()) {
            assertEquals(
                    List.of(5L, 5L, 5L, 8L, 6L, 0L),
                    maildrop.messages().stream()
                            .map(Maildrop.Message::wireBytes)
                            .toList());
            assertEquals(sha256("abc\n"), maildrop.messages().getFirst().uid());
            assertEquals(sha256(""), maildrop.messages().getLast().uid());
        }
    }

    @Test
    void leaves_out_what_is_no_readable_file() throws IOException {
        Path outside = Files.writeString(maildir.resolve("secret"), "of somebody else\n");
        Files.createSymbolicLink(maildir.resolve("new/1.link"), outside);
        Files.createSymbolicLink(maildir.resolve("new/2.link"), maildir.resolve("nowhere"));
        put("new/3", "good\n");
        try (Maildrop maildrop = open()) {
            assertEquals(List.of("good\n"), contents(maildrop));
        }
    }

    @Test
    void leaves_out_what_it_may_not_read() throws IOException {
        Path file = put("new/1", "closed\n");
        put("new/2", "good\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(file), "root reads everything");
        try (Maildrop maildrop = open()) {
            assertEquals(List.of("good\n"), contents(maildrop));
        }
    }

    @Test
    void follows_a_message_that_moves() throws IOException {
        Path file = put("new/1.M1P1.h", "one\n");
        put("new/2.M1P1.h", "two\n");
        try (Maildrop maildrop = open()) {
            file = Files.move(file, maildir.resolve("cur/1.M1P1.h:2,"));
            assertEquals(List.of("one\n", "two\n"), contents(maildrop));
            file = Files.move(file, maildir.resolve("cur/1.M1P1.h:2,FS"));
            assertEquals(List.of("one\n", "two\n"), contents(maildrop));
            file = Files.move(file, maildir.resolve("cur/1.M1P1.h:2,FST"));
            maildrop.markDeleted(maildrop.messages().getFirst());
            assertEquals(0, maildrop.commit());
        }
        assertEquals(List.of("new/2.M1P1.h"), files());
    }

    @Test
    void a_message_that_vanished_is_gone_and_counts_as_deleted() throws IOException {
        Path file = put("new/1.M1P1.h", "one\n");
        put("new/2.M1P1.h", "two\n");
        try (Maildrop maildrop = open()) {
            Files.delete(file);
            Maildrop.Message message = maildrop.messages().getFirst();
            assertThrows(NoSuchFileException.class, () -> maildrop.open(message));
            maildrop.markDeleted(message);
            assertEquals(0, maildrop.commit());
        }
        assertEquals(List.of("new/2.M1P1.h"), files());
    }

    @Test
    void another_file_of_the_same_base_name_is_another_message() throws IOException {
        put("new/1.M1P1.h", "one\n");
        put("cur/1.M1P1.h:2,S", "other\n");
        try (Maildrop maildrop = open()) {
            assertEquals(2, maildrop.count());
            Files.delete(maildir.resolve("new/1.M1P1.h"));
            maildrop.markDeleted(maildrop.messages().getFirst());
            assertEquals(0, maildrop.commit());
        }
        assertEquals(List.of("cur/1.M1P1.h:2,S"), files());
    }

    @Test
    void deletes_what_is_marked_and_only_at_commit() throws IOException {
        put("new/1", "one\n");
        put("cur/2", "two\n");
        put("new/3", "three\n");
        try (Maildrop maildrop = open()) {
            maildrop.markDeleted(maildrop.messages().get(0));
            maildrop.markDeleted(maildrop.messages().get(1));
            maildrop.markDeleted(maildrop.messages().get(1));
            assertEquals(1, maildrop.count());
            assertEquals(7, maildrop.totalWireBytes());
            maildrop.unmarkAll();
            assertEquals(17, maildrop.totalWireBytes());
            maildrop.markDeleted(maildrop.messages().get(2));
        }
        assertEquals(List.of("cur/2", "new/1", "new/3"), files());
        try (Maildrop maildrop = open()) {
            maildrop.markDeleted(maildrop.messages().get(0));
            maildrop.markDeleted(maildrop.messages().get(1));
            assertEquals(0, maildrop.commit());
        }
        assertEquals(List.of("new/3"), files());
    }

    @Test
    void says_how_many_it_could_not_delete() throws IOException {
        Path file = put("new/1", "one\n");
        put("new/2", "two\n");
        try (Maildrop maildrop = open()) {
            Files.delete(file);
            // Nobody can delete a folder that has something in it, not even root.
            Files.createDirectories(file.resolve("in the way"));
            maildrop.messages().forEach(maildrop::markDeleted);
            assertEquals(1, maildrop.commit());
        }
        assertFalse(Files.exists(maildir.resolve("new/2")));
    }

    @Test
    void has_one_session_at_a_time() throws IOException {
        put("new/1", "one\n");
        try (Maildrop maildrop = open()) {
            assertEquals(Optional.empty(), Maildrop.open(maildir, measurements));
            assertEquals(1, maildrop.count());
        }
        open().close();
    }

    @Test
    void a_maildir_that_is_not_there_yet_is_empty() throws IOException {
        Path absent = maildir.resolve("lan.example/new.user");
        try (Maildrop maildrop = Maildrop.open(absent, measurements).orElseThrow()) {
            assertEquals(0, maildrop.count());
            assertEquals(0, maildrop.totalWireBytes());
            assertEquals(0, maildrop.commit());
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(absent)));
    }

    @Test
    void renames_and_marks_nothing() throws IOException {
        put("new/1.M1P1.h", "one\n");
        put("new/foreign", "two\n");
        try (Maildrop maildrop = open()) {
            contents(maildrop);
            maildrop.commit();
        }
        assertEquals(List.of("new/1.M1P1.h", "new/foreign"), files());
    }

    @Test
    void many_messages_that_all_move_or_vanish_are_quick() throws IOException {
        int many = 10_000;
        for (int i = 0; i < many; i++) {
            put("new/" + i + ".M1P1.h,S=1,W=1,H=" + DIGEST, "x");
        }
        assertTimeout(Duration.ofSeconds(30), () -> {
            try (Maildrop maildrop = open()) {
                for (Maildrop.Message message : maildrop.messages()) {
                    Path file = maildir.resolve("new").resolve(message.name().fileName());
                    if (message.number() % 2 == 0) {
                        Files.move(file, maildir.resolve("cur/" + message.name().base() + ":2,S"));
                    } else {
                        Files.delete(file);
                    }
                }
                int found = 0;
                for (Maildrop.Message message : maildrop.messages()) {
                    try (InputStream in = maildrop.open(message)) {
                        found += in.readAllBytes().length;
                    } catch (NoSuchFileException e) {
                        // Half of them.
                    }
                    maildrop.markDeleted(message);
                }
                assertEquals(many / 2, found);
                assertEquals(0, maildrop.commit());
            }
        });
        assertTrue(files().isEmpty());
    }

    @Test
    void deleting_some_of_many_looks_at_no_other() throws IOException {
        int many = 2_000;
        for (int i = 0; i < many; i++) {
            put((i % 2 == 0 ? "new/" : "cur/") + i + ".M1P1.h,S=1,W=1,H=" + DIGEST, "x");
        }
        List<Path> folders = List.of(maildir, maildir.resolve("new"), maildir.resolve("cur"));
        try (Maildrop maildrop = open()) {
            for (int i : new int[] {0, 7, 8, many - 1}) {
                maildrop.markDeleted(maildrop.messages().get(i));
            }
            // The kernel writes down when a folder was last listed. It notices the first time, too, for the time is far
            // back.
            setLastAccess(folders, FileTime.fromMillis(0));
            assertEquals(0, maildrop.commit());
            for (Path folder : folders) {
                assertEquals(FileTime.fromMillis(0), lastAccess(folder), folder::toString);
            }
            assertEquals(many - 4, files().size());
            assumeTrue(
                    lastAccess(maildir.resolve("new")).toMillis() > 0,
                    "this file system doesn't say who lists its folders");
        }
    }

    private static void setLastAccess(List<Path> folders, FileTime time) throws IOException {
        for (Path folder : folders) {
            Files.setAttribute(folder, "lastAccessTime", time);
        }
    }

    private static FileTime lastAccess(Path folder) throws IOException {
        return (FileTime) Files.getAttribute(folder, "lastAccessTime");
    }

    @Test
    void serves_what_this_server_delivers() throws IOException {
        String text = "Subject: hello\n\nbody\n";
        Path file = delivered("tmp/x", text);
        var content = new Content(file, text.length(), text.length() + 3, sha256(text));
        Files.move(file, maildir.resolve("new").resolve(MaildirName.fresh("1.M1P1Q1.h", content)));
        try (Maildrop maildrop = open()) {
            assertEquals(sha256(text), maildrop.messages().getFirst().uid());
            assertEquals(content.wireBytes(), maildrop.totalWireBytes());
        }
        assertFalse(Files.exists(maildir.resolve(MeasurementCache.FILE)));
    }

    private Maildrop open() throws IOException {
        return Maildrop.open(maildir, measurements).orElseThrow();
    }

    /** Written before it got its name, as messages are. */
    private Path delivered(String name, String text) throws IOException {
        return Files.setLastModifiedTime(put(name, text), FileTime.fromMillis(1000));
    }

    private Path put(String name, String text) throws IOException {
        return Files.writeString(maildir.resolve(name), text, ISO_8859_1);
    }

    private static List<String> names(Maildrop maildrop) {
        return maildrop.messages().stream()
                .map(message -> message.name().fileName())
                .toList();
    }

    private static List<String> contents(Maildrop maildrop) throws IOException {
        var texts = new ArrayList<String>();
        for (Maildrop.Message message : maildrop.messages()) {
            try (InputStream in = maildrop.open(message)) {
                texts.add(new String(in.readAllBytes(), ISO_8859_1));
            }
        }
        return texts;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files =
                Stream.concat(Files.list(maildir.resolve("new")), Files.list(maildir.resolve("cur")))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> maildir.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static String sha256(String text) {
        var measure = new Measure();
        measure.update(text.getBytes(ISO_8859_1), 0, text.length());
        return measure.sha256();
    }
}
