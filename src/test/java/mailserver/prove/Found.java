package mailserver.prove;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailserver.load.Home;
import mailserver.load.Letter;
import mailserver.prove.Promise.Copy;

/**
 * What lies in the mailboxes of a home.
 *
 * @param copies   the digests of the text below the trace lines, one for each file
 * @param nameless files without a readable name field: cut off, or nobody's
 */
public record Found(Map<Copy, List<String>> copies, int nameless) {
    /** What was read of a file; a message's file never changes, so it is read once. */
    private record Read(Optional<String> name, String digest) {}

    /** Remembers files by name. */
    public static final class Reader {
        private final Map<Path, Read> known = new HashMap<>();

        public Found read(Home home, List<String> users) throws IOException {
            var copies = new HashMap<Copy, List<String>>();
            int nameless = 0;
            for (String user : users) {
                for (String folder : List.of("new", "cur")) {
                    for (Path file : list(home.mailbox(user).resolve(folder))) {
                        Read read = known.get(file);
                        if (read == null) {
                            read = read(file);
                            known.put(file, read);
                        }
                        if (read.name().isEmpty()) {
                            nameless++;
                        } else {
                            copies.merge(new Copy(read.name().get(), user), List.of(read.digest()), Found::joined);
                        }
                    }
                }
            }
            return new Found(copies, nameless);
        }

        private static Read read(Path file) throws IOException {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            return new Read(Letter.nameIn(text), Letter.digestBelowTrace(text));
        }
    }

    /** Files whose names begin with a dot are none of a Maildir's messages. */
    public static List<Path> list(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                folder, file -> !file.getFileName().toString().startsWith("."))) {
            var list = new ArrayList<Path>();
            files.forEach(list::add);
            return list;
        } catch (NoSuchFileException e) {
            // Made with the first delivery.
            return List.of();
        }
    }

    private static List<String> joined(List<String> some, List<String> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
