package mailserver.load.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mailserver.load.Programs;
import mailserver.netns.Machine;
import mailserver.netns.Network;

/** What the shared folder is on. */
public sealed interface Storage {
    /** Makes the folder that is this one on a machine. */
    void mount(Machine machine, Path folder) throws IOException;

    /** The same for this program, until it is closed. */
    Closeable mount(Path folder) throws IOException;

    /** A folder of the machine's own disk, which all namespaces see. It shows what the servers cost without a network file system. */
    record Local() implements Storage {
        @Override
        public void mount(Machine machine, Path folder) throws IOException {
            mount(folder);
        }

        @Override
        public Closeable mount(Path folder) throws IOException {
            Files.createDirectories(folder);
            return () -> {};
        }
    }

    /**
     * @param options of the mount
     * @param logs    a folder for what the mounts say
     */
    record Gluster(GlusterVolume volume, String options, Path logs) implements Storage {
        /** As docs/cluster.md has them and says why; ping-timeout is shorter, as the leases of proofs are. */
        static final Map<String, String> VOLUME = Map.of(
                "network.ping-timeout", "2",
                "client.strict-locks", "on",
                "performance.stat-prefetch", "off",
                "performance.quick-read", "off",
                "performance.open-behind", "off");

        static final String MOUNT = "attribute-timeout=0,entry-timeout=0";

        static Gluster start(Path folder, Network network) throws IOException {
            Path logs = Files.createDirectories(folder.resolve("mounts"));
            return new Gluster(GlusterVolume.start(folder, network, VOLUME), MOUNT, logs);
        }

        @Override
        public void mount(Machine machine, Path folder) throws IOException {
            Files.createDirectories(folder);
            machine.run(words(folder, machine.name()));
        }

        @Override
        public Closeable mount(Path folder) throws IOException {
            Files.createDirectories(folder);
            Programs.run(words(folder, "own"));
            return () -> Programs.run("umount", "--lazy", folder.toString());
        }

        private String[] words(Path folder, String name) {
            List<String> words = volume.mount(folder, logs.resolve(name + ".log"), options);
            return words.toArray(String[]::new);
        }
    }
}
