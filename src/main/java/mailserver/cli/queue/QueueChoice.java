package mailserver.cli.queue;

import java.util.Optional;
import mailserver.cli.support.DomainConverter;
import mailserver.cli.support.PathConverter;
import mailserver.mail.ReversePath;
import mailserver.queue.Selection;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which messages a {@code queue} command is for. */
final class QueueChoice {
    @Option(names = "--all", required = true, description = "every message")
    private boolean all;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DOMAIN",
            converter = DomainConverter.class,
            description = "those that wait for somebody in this domain")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "ADDRESS",
            converter = PathConverter.class,
            description = "those of this sender; <> for reports")
    private Optional<ReversePath> from = Optional.empty();

    @Parameters(paramLabel = "ID", description = "as \"queue\" shows it")
    private Optional<String> id = Optional.empty();

    Selection selection() {
        if (to.isPresent()) {
            return new Selection.To(to.get());
        }
        if (from.isPresent()) {
            return from.get().address().<Selection>map(Selection.From::new).orElseGet(Selection.FromNobody::new);
        }
        return id.<Selection>map(Selection.Id::new).orElseGet(Selection.All::new);
    }
}
