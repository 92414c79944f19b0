package mailserver.wire;

/** Sees a conversation as it goes by. What it is given holds no password: sessions blank secrets before they call. */
public interface Transcript {
    /** Somebody who looks away. */
    Transcript NONE = new Transcript() {
        @Override
        public void received(String line) {}

        @Override
        public void sent(String line) {}
    };

    /** Whether it wants to see the text of messages, too, and not only their size. */
    default boolean wantsMessages() {
        return false;
    }

    /** A line from the other side. */
    void received(String line);

    /** A line of ours. */
    void sent(String line);
}
