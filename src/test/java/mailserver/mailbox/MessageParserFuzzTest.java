package mailserver.mailbox;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailserver.mailbox.text.SafeHtml;

/** Any octets at all are a message to be read apart. */
class MessageParserFuzzTest {
    @FuzzTest
    void anyOctetsAreReadApart(byte[] message) throws IOException {
        Path file = Files.createTempFile("message", ".eml");
        try {
            Files.write(file, message);
            var parser = new MessageParser(file);
            HeaderBlock header = parser.header();
            header.date();
            var summary = new MessageSummary(
                    "0".repeat(64),
                    file,
                    header.first("From").orElse(""),
                    header.mailboxes("To", "Cc"),
                    header.first("Subject").orElse(""),
                    Optional.empty(),
                    Instant.EPOCH,
                    message.length,
                    "",
                    0,
                    0);
            ParsedMessage parsed = parser.parse(summary);
            SafeHtml.of(parsed.html(), parser.pictures(), true);
            parser.attachedText(0);
            if (parsed.attachments().size() != parser.attachments()) {
                throw new AssertionError("counted otherwise than read");
            }
            List<AttachmentInfo> attachments = parsed.attachments();
            if (attachments.stream()
                    .anyMatch(one -> one.name().isEmpty() || one.name().contains("/"))) {
                throw new AssertionError("a name that leads elsewhere: " + attachments);
            }
        } finally {
            Files.delete(file);
        }
    }
}
