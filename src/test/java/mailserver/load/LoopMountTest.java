package mailserver.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The file systems that proofs and measurements are run on. */
class LoopMountTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(FileSystem.class)
    void is_there_until_it_is_closed(FileSystem kind) throws Exception {
        try (LoopMount mount = make(kind)) {
            assertEquals(kind.toString(), Files.getFileStore(mount.root()).type());
            Files.writeString(mount.root().resolve("a"), "letter");
        }
        try (Stream<Path> left = Files.list(folder.resolve("disk"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @ParameterizedTest
    @EnumSource(FileSystem.class)
    void a_cut_takes_what_was_not_synced(FileSystem kind) throws Exception {
        try (LoopMount mount = make(kind)) {
            if (Programs.find("xfs_io").isEmpty()) {
                abort("xfs_io is missing");
            }
            Path synced = mount.root().resolve("synced");
            Path lost = mount.root().resolve("lost");
            Files.writeString(synced, "kept");
            for (Path path : List.of(synced, mount.root())) {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }
            Files.writeString(lost, "gone");

            mount.cut();
            assertThrows(IOException.class, () -> Files.writeString(mount.root().resolve("late"), "never"));
            mount.mountAgain();

            assertEquals("kept", Files.readString(synced));
            assertFalse(Files.exists(lost));
        }
    }

    @Test
    void says_that_it_takes_root() {
        assumeFalse(Programs.isRoot());
        Path disk = folder.resolve("disk");
        var why =
                assertThrows(LoopMount.NotHere.class, () -> LoopMount.make(FileSystem.EXT4, disk, LoopMount.SMALLEST));
        assertTrue(why.getMessage().contains("root"));
    }

    /** Skips the test where nothing can be mounted, or where a package would have to be installed first. */
    private LoopMount make(FileSystem kind) throws IOException {
        if (Programs.isRoot() && Programs.find("mkfs." + kind).isEmpty()) {
            abort("mkfs." + kind + " is missing");
        }
        try {
            return LoopMount.make(kind, folder.resolve("disk"), LoopMount.SMALLEST);
        } catch (LoopMount.NotHere e) {
            return abort(e.getMessage());
        }
    }
}
