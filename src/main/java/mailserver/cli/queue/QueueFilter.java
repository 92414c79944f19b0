package mailserver.cli.queue;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailserver.cli.support.DomainConverter;
import mailserver.cli.support.PathConverter;
import mailserver.mail.Address;
import mailserver.mail.ReversePath;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import picocli.CommandLine.Option;

/** Which part of the queue is listed. */
final class QueueFilter {
    @Option(
            names = "--to",
            paramLabel = "DOMAIN",
            converter = DomainConverter.class,
            description = "list only what waits for somebody in this domain")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            converter = PathConverter.class,
            description = "list only what this sender sent; <> for reports")
    private Optional<ReversePath> from = Optional.empty();

    /** Whether it lets everything through. */
    boolean isOpen() {
        return to.isEmpty() && from.isEmpty();
    }

    Predicate<QueueEntry> entries() {
        return entry -> from.filter(sender -> !isSame(sender, entry.sender())).isEmpty()
                && entry.recipients().stream().anyMatch(recipients());
    }

    Predicate<RecipientState> recipients() {
        return recipient -> to.isEmpty()
                || recipient.isLive() && to.get().equals(recipient.address().domain());
    }

    private static boolean isSame(ReversePath one, ReversePath other) {
        return one.address().map(Address::folded).equals(other.address().map(Address::folded));
    }

    @Override
    public String toString() {
        return Stream.concat(to.map(domain -> "--to").stream(), from.map(sender -> "--from").stream())
                .collect(Collectors.joining(" and "));
    }
}
