package mailserver.event;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailserver.mail.Address;
import mailserver.mail.ReversePath;

/** Something that has happened to a message, which is named by the id that it has in the queue and in the log. */
public sealed interface MailEvent {
    /** What {@link #kind()} may be. */
    List<String> KINDS =
            List.of("received", "delivered", "relayed", "deferred", "bounced", "expired", "refused", "removed");

    /** Empty where there is no message yet: a client was refused before it had begun one. */
    Optional<String> queueId();

    /** Which of these it is, in lower case. */
    default String kind() {
        return switch (this) {
            case Received received -> "received";
            case Delivered delivered -> "delivered";
            case Relayed relayed -> "relayed";
            case Deferred deferred -> "deferred";
            case Bounced bounced -> "bounced";
            case Expired expired -> "expired";
            case Refused refused -> "refused";
            case Removed removed -> "removed";
        };
    }

    /**
     * A message is on disk for everybody it is for.
     *
     * @param origin who handed it in, in words
     * @param size   octets, line ends counted as CRLF
     */
    record Received(String id, ReversePath sender, List<Address> recipients, String origin, long size)
            implements MailEvent {
        @Override
        public Optional<String> queueId() {
            return Optional.of(id);
        }
    }

    /**
     * It lies in a mailbox.
     *
     * @param uid  its SHA-256 in lower-case hex
     * @param size octets, line ends counted as CRLF
     */
    record Delivered(String id, ReversePath sender, Address mailbox, Path file, String uid, long size)
            implements MailEvent {
        @Override
        public Optional<String> queueId() {
            return Optional.of(id);
        }
    }

    /** A next hop has taken it for this recipient. */
    record Relayed(String id, ReversePath sender, Address recipient, String hop, String reply) implements MailEvent {
        @Override
        public Optional<String> queueId() {
            return Optional.of(id);
        }
    }

    /** An attempt has failed, and there will be another one. */
    record Deferred(String id, ReversePath sender, Address recipient, String hop, String reason, Instant next)
            implements MailEvent {
        @Override
        public Optional<String> queueId() {
            return Optional.of(id);
        }
    }

    /** It will not get there. */
    record Bounced(String id, ReversePath sender, Address recipient, String hop, String reason) implements MailEvent {
        @Override
        public Optional<String> queueId() {
            return Optional.of(id);
        }
    }

    /** Nobody took it in the time it had. */
    record Expired(String id, ReversePath sender, Address recipient) implements MailEvent {
        @Override
        public Optional<String> queueId() {
            return Optional.of(id);
        }
    }

    /**
     * A client asked for something and did not get it.
     *
     * @param client its address
     */
    record Refused(Optional<String> queueId, String client, String reply) implements MailEvent {}

    /** Somebody has taken it out of the queue; nobody is told. */
    record Removed(String id, ReversePath sender) implements MailEvent {
        @Override
        public Optional<String> queueId() {
            return Optional.of(id);
        }
    }
}
