package mailserver.mailbox;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message in a list.
 *
 * @param id          its SHA-256 in lower-case hex, which POP3 gives as its unique id
 * @param file        where it was at the last look
 * @param from        decoded, as {@code Ann <ann@lan.example>}
 * @param to          those of To and Cc
 * @param date        what the sender wrote, where that is a date
 * @param received    when it was delivered
 * @param size        octets as POP3 gives them
 * @param seen        its flag S
 */
public record MessageSummary(
        String id,
        Path file,
        String from,
        List<String> to,
        String subject,
        Optional<Instant> date,
        Instant received,
        long size,
        boolean seen,
        int attachments) {
    public MessageSummary {
        to = List.copyOf(to);
    }

    MessageSummary with(int counted) {
        return new MessageSummary(id, file, from, to, subject, date, received, size, seen, counted);
    }
}
