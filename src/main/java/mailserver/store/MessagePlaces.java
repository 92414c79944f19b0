package mailserver.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where each message of a snapshot is by now. Other programs move messages to cur/ and change flags; one look at the folders
 * finds all that have moved, so that a program that touches each message costs one look, not one a message.
 */
final class MessagePlaces {
    private final Path maildir;
    private final StoredFiles files;
    /** Where those are that have moved, by their index; empty when gone. */
    private final Map<Integer, Optional<Path>> moved = new HashMap<>();

    MessagePlaces(Path maildir, StoredFiles files) {
        this.maildir = maildir;
        this.files = files;
    }

    /** @return empty when the message was in neither folder at the last look */
    Optional<Path> of(int index) {
        Optional<Path> elsewhere = moved.get(index);
        return elsewhere == null ? Optional.of(files.path(index)) : elsewhere;
    }

    void lookAgain() throws IOException {
        Set<Path> present = MaildirFiles.list(maildir);
        var missing = new HashMap<String, List<Integer>>();
        for (int i = 0; i < files.size(); i++) {
            Optional<Path> path = of(i);
            if (path.isPresent() && !present.contains(path.get())) {
                moved.put(i, Optional.empty());
                missing.computeIfAbsent(files.name(i).base(), base -> new ArrayList<>())
                        .add(i);
            }
        }
        for (Path path : present) {
            settle(path, missing);
        }
    }

    /** The inode must agree, too: a foreign program may use a name twice, and we would delete the wrong message. */
    private void settle(Path path, Map<String, List<Integer>> missing) {
        List<Integer> candidates =
                missing.getOrDefault(MaildirName.base(path.getFileName().toString()), List.of());
        if (candidates.isEmpty()) {
            return;
        }
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            int inode = StoredFile.inode(attributes);
            for (int index : candidates) {
                if (files.inode(index) == inode) {
                    moved.put(index, Optional.of(path));
                }
            }
        } catch (IOException e) {
            // Gone again, or not ours to see.
        }
    }
}
