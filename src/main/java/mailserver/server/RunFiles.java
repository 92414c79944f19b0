package mailserver.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import mailserver.config.ServerFiles;
import mailserver.config.value.HostPort;
import mailserver.store.DurableFiles;
import mailserver.wire.text.IpText;
import org.tinylog.Logger;

/** What a running server leaves for programs to find: its process and its ports. */
final class RunFiles {
    private static final String PORTS = "ports";

    private RunFiles() {}

    /** All that a server writes to, for its owner alone. */
    static void makeFolders(ServerFiles files) throws IOException {
        for (Path folder : List.of(files.maildir(), files.run(), files.log(), files.queue())) {
            DurableFiles.makeFolder(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** @param ports service, address and port, a line each */
    static void write(ServerFiles files, String ports) throws IOException {
        DurableFiles.writeFile(
                files.pid(), line(String.valueOf(ProcessHandle.current().pid())));
        DurableFiles.writeFile(files.run().resolve(PORTS), line(ports));
    }

    static HostPort text(InetSocketAddress address) {
        return new HostPort(IpText.of(address.getAddress()), address.getPort());
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
