package mailserver.testing;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mailserver.config.ServerFiles;
import org.apache.commons.io.file.PathUtils;
import org.apache.commons.io.file.StandardDeleteOption;

/** A home that is gone when the test is over. */
public record TestHome(ServerFiles files) implements Closeable {
    public static TestHome make() throws IOException {
        return new TestHome(new ServerFiles(Files.createTempDirectory("mailserver-test-")));
    }

    /** Removes it with all that is in it. */
    @Override
    public void close() throws IOException {
        Path home = files.home();
        if (Files.isDirectory(home)) {
            PathUtils.deleteDirectory(home, StandardDeleteOption.OVERRIDE_READ_ONLY);
        }
    }
}
