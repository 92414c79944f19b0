package mailserver.config;

import java.nio.file.Path;

/**
 * What one node has to itself on the shared folder: {@code nodes/NAME}. Not beside the mailboxes, where every folder but a few
 * is a domain's, but on the same file system, so that a message still goes from one to the other by a link.
 */
public record NodeFiles(Path folder) {
    public String name() {
        return folder.getFileName().toString();
    }

    public Path queue() {
        return folder.resolve("queue");
    }

    /** Queues that it has taken from dead nodes, and has not yet made its own. */
    public Path taken() {
        return folder.resolve("taken");
    }

    /** What other nodes ask of it. */
    public Path orders() {
        return folder.resolve("orders");
    }

    /** Says until when it may act. */
    public Path lease() {
        return folder.resolve("lease");
    }

    /** Held by the one process that goes by this name. */
    public Path lock() {
        return folder.resolve("lock");
    }

    /** Held while it is decided whose the queue is: by the node as it begins, by another as it takes it. */
    public Path takeover() {
        return folder.resolve("takeover");
    }
}
