package mailserver.mailbox;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which messages are wanted: those that hold all of these, without regard to case.
 *
 * @param to    in To or Cc
 * @param text  in what there is to read
 * @param since delivered then, or later
 */
public record Conditions(
        Optional<String> from,
        Optional<String> to,
        Optional<String> subject,
        Optional<String> text,
        Optional<Instant> since) {
    /** Every message. */
    public static final Conditions NONE =
            new Conditions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public boolean isNone() {
        return equals(NONE);
    }

    /** Why a message isn't wanted, as far as its summary tells; empty when it may be. */
    public Optional<String> mismatch(MessageSummary message) {
        if (since.filter(message.received()::isBefore).isPresent()) {
            return Optional.of("it came at " + message.received() + ", before " + since.get());
        }
        return missing("from", from, List.of(message.from()))
                .or(() -> missing("to", to, message.to()))
                .or(() -> missing("subject", subject, List.of(message.subject())));
    }

    /** The same for its text, which takes reading the whole message. */
    Optional<String> mismatch(String written) {
        return text.filter(wanted -> !folded(written).contains(folded(wanted)))
                .map(wanted -> "its text does not contain \"" + wanted + "\"");
    }

    private static Optional<String> missing(String what, Optional<String> wanted, List<String> values) {
        return wanted.filter(
                        part -> values.stream().noneMatch(value -> folded(value).contains(folded(part))))
                .map(part ->
                        what + " is \"" + String.join(", ", values) + "\", which does not contain \"" + part + "\"");
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
