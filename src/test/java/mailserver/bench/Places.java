package mailserver.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import mailserver.load.FileSystem;
import mailserver.load.LoopMount;
import mailserver.load.Scratch;
import picocli.CommandLine.Option;

/** The options that say on which disk, and on which file systems, to measure. */
public final class Places {
    /** Sparse, and some times what all rows together write. */
    private static final long SIZE = 40L << 30;

    enum Kind {
        HERE,
        EXT4,
        XFS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--dir", defaultValue = "/var/tmp", description = "On the disk to be measured; ${DEFAULT-VALUE}.")
    private Path dir;

    @Option(
            names = "--fs",
            split = ",",
            defaultValue = "here",
            paramLabel = "KIND",
            description =
                    "File systems, as here,ext4,xfs: here is that of --dir itself; others are made in a file there, with the"
                            + " defaults of mkfs, and mounted (as root). ${DEFAULT-VALUE}.")
    private List<Kind> kinds;

    public interface Work {
        /**
         * Measures.
         *
         * @param kind    of file system, for people
         * @param scratch with a folder there, which other users may enter
         */
        void on(String kind, Scratch scratch) throws IOException;
    }

    /** Does the work on each; one that can't be made here is left out, and said. */
    public void each(boolean keep, Work work) throws IOException {
        for (Kind kind : kinds) {
            // Short: it is a part of the paths of Postfix's sockets, which may have 107 octets.
            Path folder = dir.resolve(
                    "b-" + Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36, 36 * 36 * 36 * 36), 36));
            try (var scratch = new Scratch(Files.createDirectory(folder).toRealPath(), keep)) {
                // Postfix and Dovecot work as users of their own.
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
                switch (kind) {
                    case HERE -> work.on(kind.toString(), scratch);
                    case EXT4 -> mounted(FileSystem.EXT4, scratch, keep, work);
                    case XFS -> mounted(FileSystem.XFS, scratch, keep, work);
                }
            }
        }
    }

    private static void mounted(FileSystem kind, Scratch outer, boolean keep, Work work) throws IOException {
        LoopMount mount;
        try {
            mount = LoopMount.make(kind, outer.folder().resolve(kind.toString()), SIZE);
        } catch (LoopMount.NotHere e) {
            System.out.println(kind + ": skipped, " + e.getMessage());
            return;
        }
        outer.until(mount);
        if (keep) {
            System.out.println("kept in " + mount.image() + "; see mount -o loop");
        }
        work.on(kind.toString(), outer.until(new Scratch(mount.root().resolve("r"), keep)));
    }
}
