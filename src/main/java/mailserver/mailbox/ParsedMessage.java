package mailserver.mailbox;

import java.util.List;

/**
 * A message, read apart.
 *
 * @param text        what is there to read: the plain text, or that of the HTML where there is none
 * @param html        empty where there is none
 * @param links       where its links lead, each once, in the order of the message
 * @param notes       what had to be guessed, in words
 * @param codes       what looks like a code to type in somewhere, the likeliest first
 */
public record ParsedMessage(
        MessageSummary summary,
        List<HeaderLine> headers,
        String text,
        String html,
        List<String> links,
        List<String> codes,
        List<String> notes,
        List<AttachmentInfo> attachments) {
    public ParsedMessage {
        headers = List.copyOf(headers);
        links = List.copyOf(links);
        codes = List.copyOf(codes);
        notes = List.copyOf(notes);
        attachments = List.copyOf(attachments);
    }
}
