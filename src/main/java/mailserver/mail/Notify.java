package mailserver.mail;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mailserver.wire.text.AsciiCase;

/**
 * Of which events a sender wants to hear for one recipient: the NOTIFY parameter of RFC 3461 §4.1.
 *
 * @param asked what was asked for; the empty set is NEVER, and no set at all the default
 */
public record Notify(Optional<Set<Event>> asked) {
    /** Nothing was asked: failures are told, and delays, too, as RFC 3461 §4.1 leaves us free to do. */
    public static final Notify DEFAULT = new Notify(Optional.empty());

    public static final Notify NEVER = new Notify(Optional.of(Set.of()));

    /** What may become of a message. */
    public enum Event {
        SUCCESS,
        FAILURE,
        DELAY
    }

    public Notify {
        asked = asked.map(Set::copyOf);
    }

    /** Reads {@code NEVER}, or events with commas between; empty when it is neither. */
    public static Optional<Notify> parse(String text) {
        String upper = AsciiCase.upper(text);
        if (upper.equals("NEVER")) {
            return Optional.of(NEVER);
        }
        var events = EnumSet.noneOf(Event.class);
        for (String word : upper.split(",", -1)) {
            Optional<Event> event = Arrays.stream(Event.values())
                    .filter(e -> e.name().equals(word))
                    .findFirst();
            if (event.isEmpty()) {
                return Optional.empty();
            }
            events.add(event.get());
        }
        return Optional.of(new Notify(Optional.of(events)));
    }

    public boolean wants(Event event) {
        return asked.map(events -> events.contains(event)).orElse(event != Event.SUCCESS);
    }

    /** The same without word of success: that was given already (RFC 3461 §5.2.7.2). */
    public Notify withoutSuccess() {
        return new Notify(asked.map(events ->
                events.stream().filter(event -> event != Event.SUCCESS).collect(Collectors.toSet())));
    }

    /** For one who is reached by two ways: what either asked for. */
    public Notify joined(Notify other) {
        if (equals(other)) {
            return this;
        }
        return new Notify(Optional.of(Arrays.stream(Event.values())
                .filter(event -> wants(event) || other.wants(event))
                .collect(Collectors.toSet())));
    }

    /** As the parameter has it; empty for the default, which has none. */
    public Optional<String> keywords() {
        return asked.map(events -> events.isEmpty()
                ? "NEVER"
                : events.stream().sorted().map(Event::name).collect(Collectors.joining(",")));
    }
}
