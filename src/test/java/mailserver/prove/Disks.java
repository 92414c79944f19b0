package mailserver.prove;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import mailserver.load.FileSystem;
import mailserver.load.LoopMount;
import mailserver.load.Scratch;
import picocli.CommandLine.Option;

/** On which file systems a proof is made: that of the folder for temporary files, or new ones. */
final class Disks {
    /** Sparse, and more than any proof writes. */
    private static final long SIZE = 8L << 30;

    @Option(
            names = "--fs",
            split = ",",
            paramLabel = "KIND",
            description =
                    "On a file system made for it, mounted from a file (as root): ext4, xfs, or both, as ext4,xfs.")
    private List<FileSystem> kinds = List.of();

    /**
     * Where a proof is made.
     *
     * @param scratch with a folder on it
     * @param mount   of a file system made for it
     * @param kind    of that
     */
    record Place(Scratch scratch, Optional<LoopMount> mount, Optional<FileSystem> kind) {}

    interface Proof {
        /** Returns true when it holds. */
        boolean on(Place place) throws Exception;
    }

    boolean areMade() {
        return !kinds.isEmpty();
    }

    /**
     * Makes a proof on each. One that can't be made here is skipped, and said.
     *
     * @param name of the folder
     * @return the program's exit code
     */
    int prove(String name, boolean keep, Proof proof) throws Exception {
        if (kinds.isEmpty()) {
            try (Scratch scratch = Scratch.temporary(name, keep)) {
                return proof.on(new Place(scratch, Optional.empty(), Optional.empty())) ? 0 : 1;
            }
        }
        boolean all = true;
        for (FileSystem kind : kinds) {
            all &= prove(name, keep, proof, kind);
        }
        return all ? 0 : 1;
    }

    private static boolean prove(String name, boolean keep, Proof proof, FileSystem kind) throws Exception {
        try (Scratch outer = Scratch.temporary(name, keep)) {
            // A server may run as another user.
            Files.setPosixFilePermissions(outer.folder(), PosixFilePermissions.fromString("rwx--x--x"));
            LoopMount mount;
            try {
                mount = LoopMount.make(kind, outer.folder().resolve(kind.toString()), SIZE);
            } catch (LoopMount.NotHere e) {
                System.out.println(kind + ": skipped, " + e.getMessage());
                return true;
            }
            outer.until(mount);
            System.out.println("on " + kind + ":");
            if (keep) {
                System.out.println("kept in " + mount.image() + "; see mount -o loop");
            }
            // Its servers end before the mount does: what is registered last is undone first.
            Scratch scratch = outer.until(new Scratch(mount.root().resolve("run"), keep));
            return proof.on(new Place(scratch, Optional.of(mount), Optional.of(kind)));
        } finally {
            System.out.println();
        }
    }
}
