package mailserver.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mailserver.load.Scratch;

/**
 * Where a row is measured.
 *
 * @param scratch stops the servers and removes the folders, once everything has been measured
 * @param row     names the row's folder
 * @param pairs   how often each server is measured
 * @param part    of the usual amount of work
 * @param remarks what else is to be told of the row
 */
record Arena(Scratch scratch, String row, int pairs, double part, List<String> remarks) {
    /** A new folder, which other users may enter. */
    Path folder(String name) throws IOException {
        Path folder = scratch.folder().resolve(row).resolve(name);
        Files.createDirectories(folder);
        return folder;
    }

    void remark(String what) {
        remarks.add(row + ": " + what);
    }

    int share(int amount) {
        return Math.max(1, (int) (amount * part));
    }
}
