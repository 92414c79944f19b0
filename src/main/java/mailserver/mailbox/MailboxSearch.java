package mailserver.mailbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mailserver.store.StoredFiles;

/**
 * Goes through a mailbox from its newest message to its oldest and tells what it finds on the way, so that whoever searches sees how far
 * it is, and can stop.
 *
 * @param anywhere    in From, To, Cc or Subject
 * @param until       delivered before then
 * @param attachments only messages with some
 * @param unseen      only messages that nobody has looked at
 */
public record MailboxSearch(
        Conditions conditions,
        Optional<String> anywhere,
        Optional<Instant> until,
        boolean attachments,
        boolean unseen) {
    /** Looked at side by side. */
    private static final int PORTION = 512;
    /** Of a search that reads whole messages. */
    private static final int PORTION_OF_TEXT = 64;

    /** Hears of it. */
    public interface Listener {
        /**
         * @param looked so many of the messages have been looked at
         * @param found  of these, the newest first
         * @return whether to go on
         */
        boolean found(int looked, int of, List<MessageSummary> found) throws IOException;
    }

    /** @throws IOException when the mailbox can't be read, or the listener fails */
    public void run(MailboxReader mailbox, Listener listener) throws IOException {
        StoredFiles files = mailbox.files();
        int portion = conditions.text().isPresent() || attachments ? PORTION_OF_TEXT : PORTION;
        int size = files.size();
        boolean more = listener.found(0, size, List.of());
        for (int end = size; end > 0 && more; end -= portion) {
            int start = Math.max(0, end - portion);
            List<MessageSummary> found;
            try {
                found = IntStream.range(start, end)
                        .parallel()
                        .mapToObj(index -> match(mailbox, files, index))
                        .flatMap(Optional::stream)
                        .sorted(Comparator.comparing(MessageSummary::received).reversed())
                        .toList();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            more = listener.found(size - start, size, found);
        }
    }

    private Optional<MessageSummary> match(MailboxReader mailbox, StoredFiles files, int index) {
        try {
            if (unseen && files.name(index).flags().contains("S")) {
                return Optional.empty();
            }
            Optional<MessageSummary> message =
                    mailbox.summaries().summary(files, index).filter(this::isFitting);
            if (message.isPresent()
                    && mailbox.mismatch(message.get(), conditions).isPresent()) {
                return Optional.empty();
            }
            return message.map(attachments ? mailbox::counted : one -> one)
                    .filter(one -> !attachments || one.attachments() > 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isFitting(MessageSummary message) {
        return until.filter(end -> !message.received().isBefore(end)).isEmpty()
                && anywhere.filter(part -> Stream.concat(
                                        Stream.of(message.from(), message.subject()), message.to().stream())
                                .noneMatch(value ->
                                        value.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT))))
                        .isEmpty();
    }
}
