package mailserver.queue.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** What a file looks like from outside. Another stamp means that somebody wrote to it, or put another file in its place. */
public record FileStamp(long size, FileTime changed, Object key) {
    static FileStamp of(Path file) throws IOException {
        return of(Files.readAttributes(file, BasicFileAttributes.class));
    }

    static FileStamp of(BasicFileAttributes attributes) {
        // Not every file system has keys.
        Object key = attributes.fileKey() == null ? "" : attributes.fileKey();
        return new FileStamp(attributes.size(), attributes.lastModifiedTime(), key);
    }
}
