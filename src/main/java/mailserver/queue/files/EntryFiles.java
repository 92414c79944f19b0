package mailserver.queue.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mailserver.dsn.OneLine;
import mailserver.mail.MessageIds;
import org.tinylog.Logger;

/** The names of the files that an entry has, and the entries that a folder has by the names in it. */
final class EntryFiles {
    static final String TEXT = ".eml";
    static final String ENVELOPE = ".envelope";

    private final Path folder;
    /** Those that were complained of: the folder is read every second. */
    private final Set<String> oddNames = ConcurrentHashMap.newKeySet();

    EntryFiles(Path folder) {
        this.folder = folder;
    }

    Path text(String id) {
        return folder.resolve(checked(id) + TEXT);
    }

    Path envelope(String id) {
        return folder.resolve(checked(id) + ENVELOPE);
    }

    /** The ids of all envelopes that are there, in no order. */
    List<String> ids() throws IOException {
        var ids = new ArrayList<String>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.endsWith(ENVELOPE)) {
                    continue;
                }
                String id = name.substring(0, name.length() - ENVELOPE.length());
                if (MessageIds.isId(id)) {
                    ids.add(id);
                } else if (!name.startsWith(".") && oddNames.add(name)) {
                    Logger.warn(
                            "queue: {} is no name of an entry, left alone: it may have letters and digits only",
                            OneLine.of(name));
                }
            }
        }
        return ids;
    }

    /** Ids come from people and file names, too: one with a slash in it must not become a path. */
    private static String checked(String id) {
        if (!MessageIds.isId(id)) {
            throw new IllegalArgumentException("not a message id: " + OneLine.of(id));
        }
        return id;
    }
}
