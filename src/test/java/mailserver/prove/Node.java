package mailserver.prove;

/** A file or a folder, whatever its names: what Unix calls an inode. Compared by identity. */
final class Node {
    private final boolean folder;

    private Node(boolean folder) {
        this.folder = folder;
    }

    static Node file() {
        return new Node(false);
    }

    static Node folder() {
        return new Node(true);
    }

    boolean isFolder() {
        return folder;
    }
}
