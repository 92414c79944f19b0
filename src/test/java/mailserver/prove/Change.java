package mailserver.prove;

import java.util.Map;
import java.util.Optional;

/** Something that a call did to the disk, and that a power cut undoes unless a sync came between. */
sealed interface Change {
    /** The node whose fsync makes it durable. */
    Node node();

    /** The line on which the call began: from here on it may be on the disk. */
    int begin();

    /** The line on which it returned: a sync that begins later covers it. */
    int end();

    /** Octets written to a file. */
    record Data(Node node, long offset, byte[] octets, int begin, int end) implements Change {}

    /** A file cut off, or grown by zeros. */
    record Length(Node node, long length, int begin, int end) implements Change {}

    /** Names in a folder, all of them or none: empty for one that goes. */
    record Names(Node node, Map<String, Optional<Node>> edits, int begin, int end) implements Change {}

    /** An fsync that returned without an error. */
    record Sync(Node node, int begin, int end) {}
}
