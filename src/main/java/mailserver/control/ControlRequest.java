package mailserver.control;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import mailserver.config.file.Durations;
import mailserver.mail.Address;
import mailserver.mail.MessageIds;
import mailserver.queue.QueueOrder;
import mailserver.queue.Selection;

/** What the command asks of a running server, one line on the control socket. */
public sealed interface ControlRequest {
    record Stop() implements ControlRequest {}

    record Reload() implements ControlRequest {}

    record Status() implements ControlRequest {}

    /** How it stands with the hops that mail waits for. */
    record QueueHops() implements ControlRequest {}

    /** Has the server misbehave from now on. */
    record FaultAdd(String rule) implements ControlRequest {}

    /** By which rules it misbehaves. */
    record FaultList() implements ControlRequest {}

    record FaultClear() implements ControlRequest {}

    /** Moves the clock of a class-room or a test on. */
    record ClockAdvance(Duration by) implements ControlRequest {}

    /** What can be done to the queue without a server, too. */
    sealed interface OfQueue extends ControlRequest {}

    /** Something done to queued messages. */
    record QueueChange(QueueOrder order, Selection which) implements OfQueue {}

    /** Mail for a domain stays here. */
    record QueuePause(String domain) implements OfQueue {}

    /** Mail for a domain goes out again. */
    record QueueResume(String domain) implements OfQueue {}

    String QUEUE = "queue-";
    String ALL = "--all";
    String TO = "--to ";
    String FROM = "--from ";

    /** Reads a line; empty when it is no request. */
    static Optional<ControlRequest> parse(String line) {
        String text = line.strip();
        int space = text.indexOf(' ');
        String word = space < 0 ? text : text.substring(0, space);
        String rest = space < 0 ? "" : text.substring(space + 1).strip();
        if (rest.isEmpty()) {
            return switch (word) {
                case "stop" -> Optional.of(new Stop());
                case "reload" -> Optional.of(new Reload());
                case "status" -> Optional.of(new Status());
                case "queue-hops" -> Optional.of(new QueueHops());
                case "fault-list" -> Optional.of(new FaultList());
                case "fault-clear" -> Optional.of(new FaultClear());
                default -> Optional.empty();
            };
        }
        return switch (word) {
            case "fault-add" -> Optional.of(new FaultAdd(rest));
            case "clock-advance" -> Durations.parse(rest).map(ClockAdvance::new);
            case "queue-pause" -> domain(rest).map(QueuePause::new);
            case "queue-resume" -> domain(rest).map(QueueResume::new);
            default -> change(word).flatMap(order -> selection(rest).map(which -> new QueueChange(order, which)));
        };
    }

    private static Optional<QueueOrder> change(String word) {
        return Arrays.stream(QueueOrder.values())
                .filter(order -> word(order).equals(word))
                .findFirst();
    }

    private static String word(QueueOrder order) {
        return QUEUE + order.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Selection> selection(String text) {
        if (text.equals(ALL)) {
            return Optional.of(new Selection.All());
        }
        if (text.startsWith(TO)) {
            String domain = text.substring(TO.length()).strip();
            return domain.startsWith("*.")
                    ? domain(domain.substring(2)).map(Selection.Below::new)
                    : domain(domain).map(Selection.To::new);
        }
        if (text.startsWith(FROM)) {
            String sender = text.substring(FROM.length()).strip();
            return sender.equals("<>")
                    ? Optional.of(new Selection.FromNobody())
                    : Address.parse(sender).map(Selection.From::new);
        }
        return Optional.of(text).filter(MessageIds::isId).map(Selection.Id::new);
    }

    private static Optional<String> domain(String text) {
        return Address.parse("x@" + text).map(Address::domain);
    }

    /** The request as it goes over the socket, without the line end. */
    default String line() {
        return switch (this) {
            case Stop ignored -> "stop";
            case Reload ignored -> "reload";
            case Status ignored -> "status";
            case QueueHops ignored -> "queue-hops";
            case FaultAdd(String rule) -> "fault-add " + rule;
            case FaultList ignored -> "fault-list";
            case FaultClear ignored -> "fault-clear";
            case ClockAdvance(Duration by) -> "clock-advance " + by.toMillis() + "ms";
            case QueuePause(String domain) -> "queue-pause " + domain;
            case QueueResume(String domain) -> "queue-resume " + domain;
            case QueueChange(QueueOrder order, Selection which) -> word(order) + " " + text(which);
        };
    }

    private static String text(Selection which) {
        return switch (which) {
            case Selection.Id(String id) -> id;
            case Selection.All all -> ALL;
            case Selection.To(String domain) -> TO + domain;
            case Selection.Below(String domain) -> TO + "*." + domain;
            case Selection.From(Address sender) -> FROM + sender;
            case Selection.FromNobody nobody -> FROM + "<>";
        };
    }
}
