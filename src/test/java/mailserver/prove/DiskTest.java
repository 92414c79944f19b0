package mailserver.prove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated disk, on traces made by hand. Each test's last line is where the power is cut. */
class DiskTest {
    private static final Pattern STRING = Pattern.compile("'([^']*)'");

    @TempDir
    Path folder;

    @Test
    void what_was_synced_with_its_name_stays() throws IOException {
        assertEquals("box/ box/a=hello", poorest("""
                mkdir('/home/box', 0700) = 0
                openat(AT_FDCWD, '/home', O_RDONLY) = 5
                fsync(5) = 0
                openat(AT_FDCWD, '/home/box/a', O_WRONLY|O_CREAT|O_EXCL, 0600) = 6
                write(6, 'hello', 5) = 5
                fsync(6) = 0
                openat(AT_FDCWD, '/home/box', O_RDONLY) = 7
                fsync(7) = 0
                """));
    }

    @Test
    void a_file_whose_folder_was_not_synced_has_no_name() throws IOException {
        assertEquals("", poorest("""
                openat(AT_FDCWD, '/home/a', O_WRONLY|O_CREAT|O_EXCL, 0600) = 6
                write(6, 'hello', 5) = 5
                fsync(6) = 0
                """));
    }

    @Test
    void a_file_that_was_not_synced_is_empty_though_it_has_a_name() throws IOException {
        assertEquals("a=", poorest("""
                openat(AT_FDCWD, '/home/a', O_WRONLY|O_CREAT|O_EXCL, 0600) = 6
                write(6, 'hello', 5) = 5
                openat(AT_FDCWD, '/home', O_RDONLY) = 7
                fsync(7) = 0
                """));
    }

    @Test
    void a_write_behind_the_sync_is_lost() throws IOException {
        assertEquals("a=hello", poorest("""
                openat(AT_FDCWD, '/home/a', O_WRONLY|O_CREAT|O_EXCL, 0600) = 6
                write(6, 'hello', 5) = 5
                fsync(6) = 0
                write(6, ' world', 6) = 6
                openat(AT_FDCWD, '/home', O_RDONLY) = 7
                fsync(7) = 0
                """));
    }

    @Test
    void a_sync_covers_nothing_that_was_still_going_on_when_it_began() throws IOException {
        assertEquals("a=", poorest("""
                openat(AT_FDCWD, '/home/a', O_WRONLY|O_CREAT|O_EXCL, 0600) = 6
                openat(AT_FDCWD, '/home', O_RDONLY) = 7
                fsync(7) = 0
                2 write(6, 'hello', 5 <unfinished ...>
                3 fsync(6 <unfinished ...>
                2 <... write resumed>) = 5
                3 <... fsync resumed>) = 0
                """));
    }

    @Test
    void a_sync_counts_when_it_has_returned() throws IOException {
        String begun = """
                openat(AT_FDCWD, '/home/a', O_WRONLY|O_CREAT|O_EXCL, 0600) = 6
                openat(AT_FDCWD, '/home', O_RDONLY) = 7
                2 fsync(7 <unfinished ...>
                """;
        assertEquals("", poorest(begun));
        assertEquals("a=", poorest(begun + "2 <... fsync resumed>) = 0\n"));
        assertEquals("", poorest(begun + "2 <... fsync resumed>) = -1 EIO (Input/output error)\n"));
    }

    @Test
    void a_rename_that_was_not_synced_leaves_the_old_file() throws IOException {
        String renamed = """
                openat(AT_FDCWD, '/home/a', O_WRONLY|O_CREAT|O_EXCL, 0600) = 5
                write(5, 'old', 3) = 3
                fsync(5) = 0
                openat(AT_FDCWD, '/home/b', O_WRONLY|O_CREAT|O_EXCL, 0600) = 6
                write(6, 'new', 3) = 3
                fsync(6) = 0
                openat(AT_FDCWD, '/home', O_RDONLY) = 7
                fsync(7) = 0
                rename('/home/b', '/home/a') = 0
                """;
        assertEquals("a=old b=new", poorest(renamed));
        assertEquals("a=new", poorest(renamed + "fsync(7) = 0\n"));
        assertEquals("a=new", luckiest(renamed));
    }

    @Test
    void a_removal_that_was_not_synced_may_not_last() throws IOException {
        String removed = """
                openat(AT_FDCWD, '/home/a', O_WRONLY|O_CREAT|O_EXCL, 0600) = 5
                openat(AT_FDCWD, '/home', O_RDONLY) = 7
                fsync(7) = 0
                unlink('/home/a') = 0
                """;
        assertEquals("a=", poorest(removed));
        assertEquals("", luckiest(removed));
    }

    @Test
    void a_link_is_another_name_of_the_same_synced_octets() throws IOException {
        assertEquals("b=hello", poorest("""
                openat(AT_FDCWD, '/home/a', O_WRONLY|O_CREAT|O_EXCL, 0600) = 6
                write(6, 'hello', 5) = 5
                fsync(6) = 0
                close(6) = 0
                link('/home/a', '/home/b') = 0
                unlink('/home/a') = 0
                openat(AT_FDCWD, '/home', O_RDONLY) = 6
                fsync(6) = 0
                """));
    }

    @Test
    void what_the_model_does_not_know_is_no_proof() {
        assertThrows(IOException.class, () -> poorest("""
                openat(AT_FDCWD, '/home/a', O_WRONLY|O_CREAT|O_EXCL, 0600) = 6
                copy_file_range(3, NULL, 6, NULL, 100, 0) = 100
                """));
    }

    /** The disk with nothing but what was synced. */
    private String poorest(String trace) throws IOException {
        return cut(trace, 0);
    }

    /** The disk on which everything that has begun was written by itself. */
    private String luckiest(String trace) throws IOException {
        return cut(trace, 1);
    }

    private String cut(String trace, int luck) throws IOException {
        Path file = folder.resolve("trace");
        Files.writeString(file, trace.lines().map(DiskTest::line).collect(Collectors.joining("\n", "", "\n")));
        Kernel kernel = Kernel.follow(Strace.read(file), Path.of("/home"));
        Disk.Walk walk = new Disk(kernel).new Walk();
        Disk.Image image = walk.at((int) trace.lines().count(), change -> luck == 1);
        return text(image, image.top(), "").strip();
    }

    /** As strace would have put it: thread and time in front, strings in hexadecimal. */
    private static String line(String call) {
        String thread = Character.isDigit(call.charAt(0)) ? "" : "1 ";
        String timed = (thread + call).replaceFirst(" ", " 1700000000.000000 ");
        return STRING.matcher(timed)
                .replaceAll(match -> '"'
                        + HexFormat.ofDelimiter("")
                                .withPrefix("\\\\x")
                                .formatHex(match.group(1).getBytes(StandardCharsets.US_ASCII))
                        + '"');
    }

    private static String text(Disk.Image image, Node folder, String path) {
        return image.names(folder).entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey()))
                .map(entry -> Optional.of(entry.getValue())
                        .filter(Node::isFolder)
                        .map(node -> path + entry.getKey() + "/ " + text(image, node, path + entry.getKey() + "/"))
                        .orElseGet(() -> path + entry.getKey() + "="
                                + new String(image.content(entry.getValue()), StandardCharsets.US_ASCII)))
                .collect(Collectors.joining(" "));
    }
}
