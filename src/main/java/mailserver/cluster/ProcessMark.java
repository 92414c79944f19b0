package mailserver.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Names a process for good: the boot of its kernel, its space of process ids, its id there and when it began. One that began
 * under the same kernel as we did can be seen to be dead, and then nobody need wait for its lease to end.
 */
record ProcessMark(String kernel, long pid, String began) {
    static ProcessMark own() {
        ProcessHandle self = ProcessHandle.current();
        return new ProcessMark(ownKernel(), self.pid(), began(self));
    }

    static Optional<ProcessMark> parse(String text) {
        String[] words = text.split(" ");
        try {
            return words.length == 3
                    ? Optional.of(new ProcessMark(words[0], Long.parseLong(words[1]), words[2]))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether it is certain that it has ended. */
    boolean isDead() {
        return !kernel.equals("?")
                && kernel.equals(ownKernel())
                && ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .filter(process -> began(process).equals(began))
                        .isEmpty();
    }

    @Override
    public String toString() {
        return kernel + " " + pid + " " + began;
    }

    private static String began(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("?");
    }

    private static String ownKernel() {
        try {
            String boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            // Containers share a kernel, and count their processes from 1 each.
            String space = Files.readSymbolicLink(Path.of("/proc/self/ns/pid"))
                    .toString()
                    .replaceAll("\\D", "");
            return boot + "/" + space;
        } catch (IOException | UnsupportedOperationException e) {
            return "?";
        }
    }
}
