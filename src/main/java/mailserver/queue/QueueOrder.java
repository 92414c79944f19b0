package mailserver.queue;

/** What a person can do to queued messages. */
public enum QueueOrder {
    /** Tries now what is not held. */
    RETRY("tried now"),
    /** Makes no attempt any more, until it is released. One that is being made goes on. */
    HOLD("held"),
    RELEASE("released"),
    /** Drops it. Its sender hears nothing. */
    REMOVE("removed"),
    /** Gives it back to its sender, as if all who still wait had refused it. */
    BOUNCE("returned");

    private final String done;

    QueueOrder(String done) {
        this.done = done;
    }

    /** What became of the message, in words. */
    public String done() {
        return done;
    }
}
