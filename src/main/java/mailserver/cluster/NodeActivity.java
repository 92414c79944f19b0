package mailserver.cluster;

/**
 * What a node does just now.
 *
 * @param queue messages that wait
 * @param smtp  sessions
 * @param pop3  sessions
 */
public record NodeActivity(int queue, int smtp, int pop3) {
    static final NodeActivity NONE = new NodeActivity(0, 0, 0);
}
