package mailserver.care.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import mailserver.store.MaildirFiles;
import mailserver.store.MaildirName;

/** The messages of one Maildir by what their names have for life: the part before the flags. */
record Messages(Map<String, Path> byBase) {
    static Messages in(Path maildir) throws IOException {
        var byBase = new LinkedHashMap<String, Path>();
        for (Path file : MaildirFiles.list(maildir)) {
            byBase.put(base(file), file);
        }
        return new Messages(byBase);
    }

    static String base(Path file) {
        return MaildirName.base(file.getFileName().toString());
    }

    /** {@code new/name} or {@code cur/name}. */
    static Path within(Path file) {
        return file.subpath(file.getNameCount() - 2, file.getNameCount());
    }
}
