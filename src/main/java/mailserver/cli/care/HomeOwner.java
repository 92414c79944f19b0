package mailserver.cli.care;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mailserver.cli.support.CommandFailed;
import mailserver.config.ServerFiles;

/** Whoever writes into a home must be the user that its server runs as: it couldn't read what root wrote there. */
final class HomeOwner {
    private static final Path OURSELVES = Path.of("/proc/self");

    private HomeOwner() {}

    static void check(ServerFiles files) throws IOException, CommandFailed {
        Path mail = files.maildir();
        if (!Files.isDirectory(mail) || !Files.isDirectory(OURSELVES)) {
            return;
        }
        if (!Files.getAttribute(mail, "unix:uid").equals(Files.getAttribute(OURSELVES, "unix:uid"))) {
            String owner = Files.getOwner(mail).getName();
            throw new CommandFailed(
                    mail + " belongs to " + owner + "; run this as " + owner + ", e.g. with \"sudo -u " + owner + "\"");
        }
    }
}
