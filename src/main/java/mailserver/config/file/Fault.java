package mailserver.config.file;

import java.nio.file.Path;

/** One fault in one file, printed as {@code file:line: message}; line 0 means the file as a whole. */
public record Fault(Path file, int line, String message) {
    @Override
    public String toString() {
        return line > 0 ? file + ":" + line + ": " + message : file + ": " + message;
    }
}
