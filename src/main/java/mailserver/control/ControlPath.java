package mailserver.control;

import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An address for a socket file, however long its path is.
 *
 * <p>The kernel takes some 107 bytes (104 on macOS), and homes lie deeper than that. The limit is on the text that is handed
 * over, not on the file's true place, so a symbolic link in a private folder of the temp folder makes it short. The link is
 * needed for the moment of bind or connect only.
 */
final class ControlPath implements Closeable {
    private static final int LONGEST = 100;

    private final UnixDomainSocketAddress address;
    private final Path folder;
    private final Path link;

    ControlPath(Path socket) throws IOException {
        Path whole = socket.toAbsolutePath();
        if (whole.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
            folder = whole;
            link = whole;
            address = UnixDomainSocketAddress.of(whole);
        } else {
            // Made with mode 0700: nobody else can put another link in its place.
            folder = Files.createTempDirectory("ms");
            link = folder.resolve("run");
            Files.createSymbolicLink(link, whole.getParent());
            address = UnixDomainSocketAddress.of(link.resolve(whole.getFileName()));
        }
    }

    UnixDomainSocketAddress address() {
        return address;
    }

    @Override
    public void close() throws IOException {
        if (!folder.equals(link)) {
            Files.deleteIfExists(link);
            Files.deleteIfExists(folder);
        }
    }
}
