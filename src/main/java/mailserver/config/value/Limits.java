package mailserver.config.value;

import java.time.Duration;
import java.util.Optional;

/**
 * What one message, one session and one client may cost.
 *
 * @param sessionsPerAddress    of one IPv4 address or IPv6 /64, unless it is trusted
 * @param loginMessagesPerHour  how many who has logged in may hand in; empty for any number
 * @param hostMessagesPerHour   the same for a trusted host without a login
 * @param mailbox               octets that a mailbox may hold whose account says nothing of it
 */
public record Limits(
        long messageSize,
        int recipients,
        int sessions,
        int sessionsPerAddress,
        Duration idle,
        int errors,
        Optional<Integer> loginMessagesPerHour,
        Optional<Integer> hostMessagesPerHour,
        Optional<Long> mailbox) {
    /** Mailboxes may hold any number of octets. */
    public Limits(
            long messageSize,
            int recipients,
            int sessions,
            int sessionsPerAddress,
            Duration idle,
            int errors,
            Optional<Integer> loginMessagesPerHour,
            Optional<Integer> hostMessagesPerHour) {
        this(
                messageSize,
                recipients,
                sessions,
                sessionsPerAddress,
                idle,
                errors,
                loginMessagesPerHour,
                hostMessagesPerHour,
                Optional.empty());
    }

    /** The same without a bound on what is sent, for a class-room. */
    public Limits withAnyNumberOfMessages() {
        return new Limits(
                messageSize,
                recipients,
                sessions,
                sessionsPerAddress,
                idle,
                errors,
                Optional.empty(),
                Optional.empty(),
                mailbox);
    }
}
