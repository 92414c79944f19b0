package mailserver.queue.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import mailserver.store.DurableFiles;

/** {@code queue/failed/}: what could neither be delivered nor returned, with the reason in words beside each. */
final class FailedFolder {
    private final Path queue;
    private final Path folder;

    FailedFolder(Path queue) {
        this.queue = queue;
        this.folder = queue.resolve("failed");
    }

    void make() throws IOException {
        DurableFiles.makeFolder(folder);
    }

    /** Puts copies of an entry's files here. The entry itself stays; doing it twice, after a crash, does no harm. */
    void keep(String id, String reason, byte[] envelope) throws IOException {
        Path eml = queue.resolve(id + EntryFiles.TEXT);
        if (Files.isRegularFile(eml)) {
            try {
                DurableFiles.link(eml, folder.resolve(id + EntryFiles.TEXT));
            } catch (FileAlreadyExistsException e) {
                // Linked before a crash: the same text, or an older failure of the same id, which can't be.
            }
        }
        DurableFiles.writeFile(folder.resolve(id + ".reason"), (reason + "\n").getBytes(StandardCharsets.UTF_8));
        // Last, and with it the folder is synced.
        DurableFiles.writeFile(folder.resolve(id + EntryFiles.ENVELOPE), envelope);
    }
}
