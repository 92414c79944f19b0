package mailserver.netns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailserver.load.Programs;

/**
 * This program again, in a network, a process tree and mounts of its own. All {@link Machine machines} and {@link Network networks}
 * are made in there: they meet none of the real ones, and when the program ends, however it does, the kernel ends every process
 * of the tree and takes away what was mounted (pid_namespaces(7)).
 */
public final class Enclosure {
    private static final String INSIDE = "mailserver.enclosure";
    private static final List<String> UNSHARE =
            List.of("unshare", "--net", "--mount", "--uts", "--ipc", "--pid", "--fork", "--kill-child", "--mount-proc");

    private Enclosure() {}

    public static boolean isInside() {
        return Boolean.getBoolean(INSIDE);
    }

    /** Why there can be none here; empty when there can. */
    public static Optional<String> obstacle() {
        if (!Programs.isRoot()) {
            return Optional.of("only root can make networks");
        }
        // Also what is done inside: a container may be allowed the one and not the other.
        String trial = "mount -t tmpfs none /mnt && ip link set lo up && ip link add name trial type bridge";
        if (!Programs.works(unshare("sh", "-c", trial).toArray(String[]::new))) {
            return Optional.of("no namespaces can be had here");
        }
        return Files.exists(Path.of("/dev/fuse")) ? Optional.empty() : Optional.of("there is no /dev/fuse");
    }

    /**
     * Runs this program, with the arguments that it was called with, to its end. What it needs from the Internet must have been
     * installed by now.
     *
     * @return its exit code
     */
    public static int enter() throws IOException, InterruptedException {
        // As the kernel has it: what Java tells of a process ends at a page.
        List<String> self =
                List.of(Files.readString(Path.of("/proc/self/cmdline")).split("\0"));
        // The first process of a tree has to collect those whose parents are gone. A shell does; it mustn't become
        // Java, hence the exit.
        var words = unshare(
                "bash", "-c", "ip link set lo up; \"$@\"; exit $?", "bash", self.getFirst(), "-D" + INSIDE + "=true");
        words.addAll(self.subList(1, self.size()));
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }

    static ArrayList<String> unshare(String... words) {
        var all = new ArrayList<>(UNSHARE);
        all.addAll(List.of(words));
        return all;
    }
}
