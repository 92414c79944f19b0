package mailserver.server;

import java.util.List;
import java.util.Optional;
import mailserver.mail.MessageIds;

/** What the command asks of a running server, one line on the control socket. */
public sealed interface ControlRequest {
    record Stop() implements ControlRequest {}

    record Reload() implements ControlRequest {}

    record Status() implements ControlRequest {}

    /** What concerns the queue alone, and can be done without a server too. */
    sealed interface OfQueue extends ControlRequest {}

    record QueueRetryAll() implements OfQueue {}

    /** Something done to one queued message. */
    record QueueChange(Verb verb, String id) implements OfQueue {}

    /** What can be done to a queued message. */
    enum Verb {
        RETRY("queue-retry", "is tried now"),
        HOLD("queue-hold", "is held"),
        RELEASE("queue-release", "is released"),
        REMOVE("queue-remove", "is removed");

        private final String keyword;
        private final String done;

        Verb(String keyword, String done) {
            this.keyword = keyword;
            this.done = done;
        }

        /** What became of the message, in words. */
        public String done() {
            return done;
        }
    }

    String ALL = "--all";

    /** Reads a line; empty when it is no request. */
    static Optional<ControlRequest> parse(String line) {
        List<String> words = List.of(line.strip().split(" +"));
        if (words.size() == 1) {
            return switch (words.getFirst()) {
                case "stop" -> Optional.of(new Stop());
                case "reload" -> Optional.of(new Reload());
                case "status" -> Optional.of(new Status());
                default -> Optional.empty();
            };
        }
        return words.size() == 2 ? queueRequest(words.getFirst(), words.getLast()) : Optional.empty();
    }

    private static Optional<ControlRequest> queueRequest(String keyword, String argument) {
        for (Verb verb : Verb.values()) {
            if (verb.keyword.equals(keyword)) {
                if (verb == Verb.RETRY && argument.equals(ALL)) {
                    return Optional.of(new QueueRetryAll());
                }
                return MessageIds.isId(argument) ? Optional.of(new QueueChange(verb, argument)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The request as it goes over the socket, without the line end. */
    default String line() {
        return switch (this) {
            case Stop ignored -> "stop";
            case Reload ignored -> "reload";
            case Status ignored -> "status";
            case QueueRetryAll ignored -> Verb.RETRY.keyword + " " + ALL;
            case QueueChange change -> change.verb().keyword + " " + change.id();
        };
    }
}
