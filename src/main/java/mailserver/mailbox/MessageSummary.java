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
 * @param flags       the letters of maildir(5), such as S for one that was seen
 * @param thread      the same for all messages of a conversation, as far as each names the one that began it
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
        String flags,
        long thread,
        int attachments) {
    public MessageSummary {
        to = List.copyOf(to);
    }

    MessageSummary with(int counted) {
        return new MessageSummary(id, file, from, to, subject, date, received, size, flags, thread, counted);
    }

    public boolean seen() {
        return flags.contains("S");
    }
}
