package mailserver.bench;

/** What a kind of message costs the disk at least: the bound for every server that keeps its word. */
public enum Bound {
    ONE("file, its sync, its name, the folder's sync; 1 at once"),
    TWENTY("the same; 20 at once"),
    LARGE("the same, 1 MB; 20 at once (messages/s, or MB/s)"),
    FIFTY("the same under 50 names in 50 folders, one message after the other"),
    QUEUE("into a queue as two files, and out again; 20 at once"),
    RELAY("relayed: one file, its sync, its name, the folder's sync, removed without one; 20 at once"),
    REUSED("the same with files that are used again in place of new ones; 20 at once");

    private final String text;

    Bound(String text) {
        this.text = text;
    }

    /** What is done for each message. */
    @Override
    public String toString() {
        return text;
    }
}
