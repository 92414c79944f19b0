package mailserver.cluster;

/** This node can't be part of its cluster. The message is one line for the administrator. */
public final class ClusterException extends Exception {
    private static final long serialVersionUID = 1;

    ClusterException(String message) {
        super(message);
    }
}
