package mailserver.cluster.mount;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tinylog.Logger;

/**
 * Whether the mount of a folder that several machines share is as the leases and the locks on it need it. Only what the kernel tells is
 * known here: GlusterFS keeps its options to itself.
 *
 * @param lease how long a silent node keeps its queue; a quarter of it is the most that a file system may remember of another machine's files
 */
public record MountCheck(Path folder, Duration lease) {
    /** Network file systems of which other machines' locks and links can be expected to be seen. */
    private static final Set<String> SHARED =
            Set.of("fuse.glusterfs", "ceph", "fuse.ceph-fuse", "fuse.ceph", "gfs2", "ocfs2", "lustre");

    private static final Set<String> WITHOUT_LINKS = Set.of("vfat", "msdos", "exfat");
    private static final Set<String> UNKNOWN = Set.of("cifs", "smb3", "9p", "virtiofs", "afs");
    /** nfs(5): what {@code acregmax} and {@code acdirmax} are where they are not told. */
    private static final String NFS_LONGEST = "60";

    /**
     * Something about the mount.
     *
     * @param isWarning whether mail is in danger; otherwise it is something to know
     */
    public record Finding(boolean isWarning, String words, String remedy) {
        @Override
        public String toString() {
            return words + "; " + remedy;
        }
    }

    /** Nothing where all is well, or where nothing can be known. */
    public List<Finding> run() throws IOException {
        return MountPoint.of(folder).map(this::findings).orElseGet(List::of);
    }

    /** The same into the log, a line each. */
    public void log() throws IOException {
        for (Finding finding : run()) {
            if (finding.isWarning()) {
                Logger.warn("cluster: {}", finding);
            } else {
                Logger.info("cluster: {}", finding);
            }
        }
    }

    List<Finding> findings(MountPoint mount) {
        var found = new ArrayList<Finding>();
        switch (mount.type()) {
            case "nfs", "nfs4" -> nfs(mount, found);
            case "overlay", "aufs" ->
                warn(found, mount, "is gone with the container that it belongs to", "mount a volume there");
            case "tmpfs", "ramfs" -> warn(found, mount, "is gone when the machine stops", "use a file system on disks");
            case String type
            when WITHOUT_LINKS.contains(type) ->
                warn(found, mount, "has no links and no owners of files", "use another one");
            case String type
            when UNKNOWN.contains(type) || type.startsWith("fuse.") && !SHARED.contains(type) ->
                warn(found, mount, "has not been tried with several machines", "use GlusterFS, CephFS or NFSv4");
            case String type when SHARED.contains(type) -> timeouts(mount, found);
            default ->
                found.add(new Finding(
                        false,
                        folder + " is on a local file system (" + mount.type() + ")",
                        "nodes on this machine can share it, and no others"));
        }
        return found;
    }

    private void warn(List<Finding> found, MountPoint mount, String what, String remedy) {
        found.add(new Finding(true, folder + " is on " + mount.type() + ", which " + what, remedy));
    }

    /** nfs(5). */
    private void nfs(MountPoint mount, List<Finding> found) {
        if (mount.value("vers").filter(version -> !version.startsWith("4")).isPresent()) {
            warn(
                    found,
                    mount,
                    "is mounted with vers=" + mount.value("vers").get() + ": its locks outlive a machine that dies",
                    "mount with vers=4.2");
        }
        Optional<String> local = mount.value("local_lock").filter(which -> !which.equals("none"));
        if (mount.has("nolock") || local.isPresent()) {
            warn(
                    found,
                    mount,
                    "is mounted with "
                            + local.map(which -> "local_lock=" + which).orElse("nolock")
                            + ": no other machine sees a lock",
                    "mount without that");
        }
        for (String soft : List.of("soft", "softerr")) {
            if (mount.has(soft)) {
                warn(
                        found,
                        mount,
                        "is mounted with " + soft + ": what was written may be lost when its server is slow",
                        "mount with hard");
            }
        }
        if (!mount.has("noac")) {
            for (String option : List.of("acregmax", "acdirmax")) {
                String seconds = mount.value(option).orElse(NFS_LONGEST);
                tooLong(mount, option, seconds, "mount with actimeo=1", found);
            }
        }
    }

    /** Of glusterfs and ceph-fuse, where they are told. */
    private void timeouts(MountPoint mount, List<Finding> found) {
        for (String option : List.of("attribute-timeout", "entry-timeout")) {
            mount.value(option)
                    .ifPresent(seconds -> tooLong(mount, option, seconds, "mount with " + option + "=1", found));
        }
    }

    private void tooLong(MountPoint mount, String option, String seconds, String remedy, List<Finding> found) {
        Duration most = lease.dividedBy(4);
        if (!seconds.matches("[0-9]{1,9}(\\.[0-9]*)?") || Double.parseDouble(seconds) * 1000 > most.toMillis()) {
            warn(
                    found,
                    mount,
                    "remembers for up to " + seconds + " s what other machines have changed (" + option
                            + "), and a quarter of the lease, " + most.toMillis() / 1000.0 + " s, is the most",
                    remedy);
        }
    }
}
