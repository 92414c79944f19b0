package mailserver.care;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Something that is not as it should be.
 *
 * @param words what is wrong with the file
 * @param now   where it was put, or what it is called now
 */
public record Finding(Kind kind, Path file, String words, Optional<Path> now) {
    /** What can be wrong; the names are a promise to programs. */
    public enum Kind {
        /** The octets are no longer those that were delivered. */
        ROTTEN("rotten"),
        /** The name tells a size that the file doesn't have. */
        MISNAMED("misnamed"),
        /** The disk, or a permission, is in the way. */
        UNREADABLE("unreadable"),
        /** A folder or a link where only messages should be. */
        ODD("odd"),
        /** A delivery that never ended. */
        LEFTOVER("leftover"),
        /** A mailbox that no account owns. */
        UNOWNED("unowned"),
        /** A queue entry without its text. */
        BROKEN("broken");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    static Finding of(Kind kind, Path file, String words) {
        return new Finding(kind, file, words, Optional.empty());
    }

    Finding at(Path other) {
        return new Finding(kind, file, words, Optional.of(other));
    }
}
