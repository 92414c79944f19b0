package mailserver.cluster.mount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountCheckTest {
    private static final Path MAIL = Path.of("/srv/mail");
    private static final String ROOT = "26 1 253:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,discard\n";

    @TempDir
    Path folder;

    private static MountPoint mount(Path file, String table) {
        return MountPoint.of(file, table).orElseThrow();
    }

    private static String findings(String type, String options) {
        String line = "90 26 0:50 / /srv/mail rw,relatime shared:7 - " + type + " some:/where " + options + "\n";
        return new MountCheck(MAIL, Duration.ofSeconds(15))
                .findings(mount(MAIL, ROOT + line)).stream()
                        .map(finding -> (finding.isWarning() ? "warning: " : "note: ") + finding)
                        .reduce("", (all, one) -> all + one + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nfs4 | rw,vers=4.2,rsize=1048576,hard,proto=tcp,local_lock=none,acregmax=60,acdirmax=60 | acregmax",
                "nfs4 | rw,vers=4.2,hard,local_lock=none                              | acdirmax",
                "nfs4 | rw,vers=4.2,hard,local_lock=none,acregmax=1,acdirmax=4        | (acdirmax), and a quarter of the lease, 3.75 s, is the most; mount with actimeo=1",
                "nfs4 | rw,vers=4.2,soft,local_lock=none,noac                         | soft: what was written may be lost",
                "nfs4 | rw,vers=4.2,softerr,local_lock=none,noac                      | mount with hard",
                "nfs  | rw,vers=3,hard,local_lock=none,noac                           | mount with vers=4.2",
                "nfs  | rw,vers=4.1,hard,nolock,noac                                  | nolock: no other machine sees a lock",
                "nfs  | rw,vers=4.1,hard,local_lock=all,noac                          | local_lock=all: no other machine",
                "fuse.glusterfs | rw,user_id=0,allow_other,entry-timeout=30           | up to 30 s",
                "fuse.glusterfs | rw,user_id=0,attribute-timeout=3.8                  | (attribute-timeout)",
                "fuse.sshfs | rw,user_id=0                                            | has not been tried",
                "cifs | rw                                                            | has not been tried",
                "vfat | rw,fmask=0022                                                 | has no links",
                "overlay | rw,lowerdir=/l,upperdir=/u                                 | gone with the container",
                "tmpfs | rw,size=1024k                                                | gone when the machine stops",
            })
    void warns(String type, String options, String part) {
        assertTrue(findings(type, options).startsWith("warning: /srv/mail is on " + type + ", which "));
        assertTrue(findings(type, options).contains(part), findings(type, options));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nfs4 | rw,vers=4.2,hard,local_lock=none,noac",
                "nfs4 | rw,vers=4.2,hard,local_lock=none,acregmin=1,acregmax=1,acdirmin=1,acdirmax=1",
                "fuse.glusterfs | rw,user_id=0,group_id=0,default_permissions,allow_other,max_read=131072",
                "ceph | rw,name=mail,secret=<hidden>,acl",
            })
    void is_content(String type, String options) {
        assertEquals("", findings(type, options));
    }

    @Test
    void a_local_file_system_is_a_note() {
        assertEquals(
                "note: /srv/mail is on a local file system (xfs); nodes on this machine can share it, and no others\n",
                findings("xfs", "rw,attr2"));
    }

    @Test
    void the_longest_mount_point_counts_and_the_last_at_one_place() {
        String table = ROOT
                + "90 26 0:50 / /srv rw - xfs /dev/vdb rw\n"
                + "91 90 0:51 / /srv/mail rw master:3 propagate_from:2 - nfs4 host:/export rw,vers=4.2\n"
                + "92 91 0:52 / /srv/mail rw - fuse.glusterfs host:/mail rw\n"
                + "93 90 0:53 / /srv/mailbox rw - tmpfs tmpfs rw\n"
                + "94 26 0:54 / /proc rw\n";
        assertEquals("fuse.glusterfs", mount(MAIL.resolve("maildir"), table).type());
        assertEquals("xfs", mount(Path.of("/srv/mail2"), table).type());
        assertEquals("ext4", mount(Path.of("/home"), table).type());
    }

    @Test
    void paths_are_written_with_octal_escapes() {
        String table = ROOT
                + "90 26 0:50 / /srv/all\\040my\\134mail\\011\\012 rw - xfs /dev/vdb rw\n"
                + "91 26 0:51 / /srv/\u00c3\u00bc rw - btrfs /dev/vdc rw\n";
        assertEquals("xfs", mount(Path.of("/srv/all my\\mail\t\n/new"), table).type());
        assertEquals("btrfs", mount(Path.of("/srv/ü/x"), table).type());
    }

    @Test
    void a_bind_mount_is_what_its_file_system_is() {
        String table = ROOT
                + "90 26 0:50 / /mnt/nfs rw - nfs4 host:/export rw,vers=4.2,soft\n"
                + "91 26 0:50 /mail /srv/mail ro,nosuid - nfs4 host:/export rw,vers=4.2,soft\n";
        MountPoint mount = mount(MAIL, table);
        assertEquals("nfs4", mount.type());
        assertTrue(mount.has("soft") && mount.has("nosuid"));
    }

    @Test
    void this_machine_has_such_a_table() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
        MountPoint here = MountPoint.of(link).orElseThrow();
        assertTrue(folder.toRealPath().startsWith(here.path()));
        assertEquals(MountPoint.of(folder), MountPoint.of(link));
        assertEquals(
                "proc",
                MountPoint.of(Path.of("/proc/self/mounts")).orElseThrow().type());
        assertEquals(
                List.of(),
                new MountCheck(Path.of("/proc"), Duration.ofSeconds(15))
                        .run().stream().filter(MountCheck.Finding::isWarning).toList());
    }
}
