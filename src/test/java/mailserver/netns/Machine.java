package mailserver.netns;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mailserver.load.Programs;

/** A host: networks, mounts, processes and a name of its own, and the files of the real one. To be made inside an {@link Enclosure}. */
public final class Machine implements Closeable {
    private final String name;
    private final Process holder;
    private final long init;

    private Machine(String name, Process holder, long init) {
        this.name = name;
        this.holder = holder;
        this.init = init;
    }

    /** @param name of at most eight letters */
    public static Machine start(String name) throws IOException {
        if (!Enclosure.isInside()) {
            throw new IllegalStateException("would change the real machine's networks");
        }
        // It lives for as long as its input is open, which ours is; and it collects processes whose parents are gone.
        String life = "ip link set lo up; hostname " + name + "; mount -t tmpfs none /run; mkdir /run/lock; echo up;"
                + " while read -r line; do :; done";
        Process holder = new ProcessBuilder(Enclosure.unshare("bash", "-c", life))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = holder.inputReader(StandardCharsets.UTF_8);
        if (!"up".equals(said.readLine())) {
            holder.destroyForcibly();
            throw new IOException("no machine " + name);
        }
        return new Machine(
                name, holder, holder.children().findFirst().orElseThrow().pid());
    }

    public String name() {
        return name;
    }

    /** Its first process, as seen from here. */
    long init() {
        return init;
    }

    /** The command line that runs this one on it. */
    public List<String> words(List<String> command) {
        var words = new ArrayList<>(List.of(
                "nsenter", "--target", Long.toString(init), "--net", "--mount", "--uts", "--ipc", "--pid", "--"));
        words.addAll(command);
        return words;
    }

    /** Runs a command to its end, which must be a good one, and returns what it printed. */
    public String run(String... command) throws IOException {
        return Programs.run(words(List.of(command)).toArray(String[]::new));
    }

    /**
     * Starts a program that stays.
     *
     * @param output what it prints is added to this file
     */
    public RemoteProcess start(Path output, ProcessBuilder builder) throws IOException {
        builder.command(words(builder.command()));
        return RemoteProcess.of(builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start());
    }

    /** Power off: all its processes are killed, and its mounts are gone. */
    @Override
    public void close() throws IOException {
        holder.destroyForcibly();
        try {
            holder.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
