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

    /** The conversation goes on in TLS. @param agreed version and cipher suite */
    default void secured(String agreed) {}

    /** From here on it is about this message. @param id its id in the queue */
    default void begins(String id) {}

    /** All is said about the message, or about the last that was begun of it. @param outcome the last word, a reply mostly */
    default void ends(boolean taken, String outcome) {}

    /** The conversation is over. */
    default void over() {}

    /** A line from the other side. */
    void received(String line);

    /** A line of ours. */
    void sent(String line);
}
