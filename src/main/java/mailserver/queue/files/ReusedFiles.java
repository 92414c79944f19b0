package mailserver.queue.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import mailserver.store.DurableFiles;
import mailserver.store.Spool;

/** Makes and removes the files of entries, by writing over those of earlier ones where there are any. */
final class ReusedFiles implements EntryRemovals.Disk {
    private final Path folder;
    private final EntryFiles files;
    private final SpareFiles texts;
    private final SpareFiles envelopes;

    ReusedFiles(Path folder, EntryFiles files) {
        this.folder = folder;
        this.files = files;
        this.texts = new SpareFiles(folder, EntryFiles.TEXT);
        this.envelopes = new SpareFiles(folder, EntryFiles.ENVELOPE);
    }

    /** Before this all are new ones, and removed. */
    void open() throws IOException {
        texts.open();
        envelopes.open();
    }

    /** To be called once a second. */
    void tidy() {
        texts.tidy();
        envelopes.tidy();
    }

    /** Removes what is kept. */
    void clear() {
        texts.clear();
        envelopes.clear();
    }

    boolean isLeftOver(Path file) {
        return texts.isLeftOver(file) && envelopes.isLeftOver(file);
    }

    Spool text(Path otherwise) throws IOException {
        Optional<Path> spare = texts.take();
        return spare.isPresent() ? Spool.over(spare.get()) : new Spool(otherwise);
    }

    void writeEnvelope(Path file, byte[] content) throws IOException {
        Optional<Path> spare = envelopes.take();
        if (spare.isPresent()) {
            DurableFiles.writeFile(file, content, spare.get());
        } else {
            DurableFiles.writeFile(file, content);
        }
    }

    /** The entry ends with this, once the folder has been synced. */
    void endEnvelope(String id) throws IOException {
        Path file = files.envelope(id);
        if (!envelopes.putAside(file, id)) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void sync() throws IOException {
        DurableFiles.syncFolder(folder);
    }

    /** The folder has been synced since the envelope went. Without that, nothing follows from the text's name. */
    @Override
    public void removeText(String id) throws IOException {
        Path file = files.text(id);
        if (envelopes.release(id) && texts.putAside(file, id)) {
            texts.release(id);
        } else {
            Files.deleteIfExists(file);
        }
    }
}
