package mailserver.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mailserver.load.Scratch;

/**
 * Where a row is measured.
 *
 * @param scratch stops the servers and removes the folders, once everything has been measured
 * @param row     names the row's folder
 * @param pairs   how often each server is measured
 * @param part    of the usual amount of work
 */
record Arena(Scratch scratch, String row, int pairs, double part) {
    /** A new folder, which other users may enter. */
    Path folder(String name) throws IOException {
        Path folder = scratch.folder().resolve(row).resolve(name);
        Files.createDirectories(folder);
        return folder;
    }

    int share(int amount) {
        return Math.max(1, (int) (amount * part));
    }
}
