package mailserver.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mailserver.config.ServerFiles;
import mailserver.store.DurableFiles;
import org.tinylog.Logger;

/** What a running server leaves for programs to find: its process and its ports. */
final class RunFiles {
    private static final String PORTS = "ports";

    private RunFiles() {}

    /** @param ports service, address and port, a line each */
    static void write(ServerFiles files, String ports) throws IOException {
        DurableFiles.writeFile(
                files.pid(), line(String.valueOf(ProcessHandle.current().pid())));
        DurableFiles.writeFile(files.run().resolve(PORTS), line(ports));
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static void remove(ServerFiles files) {
        for (Path file : List.of(files.pid(), files.run().resolve(PORTS))) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                Logger.warn("{} stays: {}", file, e.toString());
            }
        }
    }
}
