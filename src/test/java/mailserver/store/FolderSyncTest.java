package mailserver.store;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import mailserver.load.FileSystem;
import mailserver.load.LoopMount;
import mailserver.load.Programs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sync that the disk did not make must not be taken for one. Needs root, for file systems of its own. */
class FolderSyncTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource(FileSystem.class)
    void a_folder_whose_file_system_has_shut_down_is_not_synced(FileSystem kind) throws Exception {
        assumeTrue(Programs.find("mkfs." + kind).isPresent(), "needs mkfs." + kind);
        assumeTrue(Programs.find("xfs_io").isPresent(), "needs xfs_io");
        try (LoopMount mount = make(kind)) {
            Path folder = Files.createDirectory(mount.root().resolve("new"));
            Path letter = Files.writeString(folder.resolve("a"), "letter");
            mount.sync();
            try (FileChannel open = FileChannel.open(folder, StandardOpenOption.READ)) {
                Files.delete(letter);
                mount.cut();
                assertThrows(IOException.class, () -> FolderSync.force(open, folder));
            }
            mount.mountAgain();
            assertTrue(Files.exists(letter), "the deletion was not on disk");
        }
    }

    private LoopMount make(FileSystem kind) throws IOException {
        try {
            return LoopMount.make(kind, temp.resolve("disk"), LoopMount.SMALLEST);
        } catch (LoopMount.NotHere e) {
            return abort(e.getMessage());
        }
    }
}
