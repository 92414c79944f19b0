package mailserver.event;

/**
 * Hears what happens to mail, from any thread, when it has happened and is on disk. It stands in the way of a reply to somebody: it
 * returns at once and throws nothing.
 */
@FunctionalInterface
public interface EventSink {
    EventSink NONE = event -> {};

    void add(MailEvent event);
}
