package mailserver.cli.mail;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import mailserver.mailbox.Conditions;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which messages are meant: those that hold all of what is said. */
final class ConditionOptions {
    @Option(names = "--from", paramLabel = "TEXT", description = "those whose From contains this")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TEXT", description = "those whose To or Cc contains this")
    private Optional<String> to = Optional.empty();

    @Option(names = "--subject", paramLabel = "TEXT", description = "those whose subject contains this")
    private Optional<String> subject = Optional.empty();

    @Option(names = "--text", paramLabel = "TEXT", description = "those whose text contains this")
    private Optional<String> text = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Since.class,
            description =
                    "those delivered then or later, such as 2026-01-31T12:00:00Z; all: also what is there already (default)")
    private Optional<Instant> since = Optional.empty();

    Conditions conditions() {
        return new Conditions(from, to, subject, text, since);
    }

    static final class Since implements ITypeConverter<Optional<Instant>> {
        @Override
        public Optional<Instant> convert(String value) {
            try {
                return value.equals("all")
                        ? Optional.empty()
                        : Optional.of(OffsetDateTime.parse(value).toInstant());
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        "\"" + value + "\" is neither all nor a time such as 2026-01-31T12:00:00Z");
            }
        }
    }
}
