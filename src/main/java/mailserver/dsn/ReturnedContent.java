package mailserver.dsn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailserver.mail.Body;
import mailserver.mail.MailParameters;
import mailserver.mail.Notify.Event;

/**
 * What comes back of the message that a report is about: all of it, or just its header, so that a report that can't be
 * delivered in turn doesn't fill the disk.
 *
 * @param whole false where the bytes are a header only
 * @param text  the bytes, each as one character (ISO 8859-1)
 */
record ReturnedContent(boolean whole, String text) {
    /** As much comes back of a message that failed when its sender said nothing. No header gets longer. */
    static final int MOST = 64 * 1024;

    /** And as much when the sender asked for all of it. A report is made in memory. */
    static final int MOST_ASKED = 1024 * 1024;

    private static final Pattern MESSAGE_ID =
            Pattern.compile("(?im)^message-id:\\s{0,9}(<[!-;=?A-~]{1,120}@[!-;=?A-~]{1,120}>)[ \\t]*\\r?$");

    private static final Pattern NEEDS_NO_TLS = Pattern.compile("(?im)^tls-required:\\s{0,9}no[ \\t]*\\r?$");

    static ReturnedContent of(Path message, ReportAction reportAction, MailParameters parameters) throws IOException {
        int most = most(reportAction, parameters);
        byte[] start;
        try (InputStream in = Files.newInputStream(message)) {
            start = in.readNBytes(Math.max(most, MOST) + 1);
        } catch (NoSuchFileException e) {
            // Somebody took the file away by hand. The sender must hear of the failure all the same.
            return new ReturnedContent(false, "");
        }
        String text = withoutReturnPath(new String(start, StandardCharsets.ISO_8859_1));
        // What is binary can't stand in a report that is text (RFC 2045 §2.8, §2.9), nor may its text be encoded (RFC
        // 2046 §5.2.1).
        boolean whole = start.length <= most && text.indexOf('\0') < 0 && !ReportPart.hasLongLines(text);
        return new ReturnedContent(whole, whole ? text : header(text));
    }

    /**
     * RFC 3461 §4.3: of a message that has not failed there is never more than the header. Nor is there of one that needed a
     * protection which the report may not find on its way back, whatever its sender asked for (RFC 8689 §5).
     */
    private static int most(ReportAction reportAction, MailParameters parameters) {
        if (reportAction.event() != Event.FAILURE || parameters.body() == Body.BINARY || parameters.requireTls()) {
            return 0;
        }
        return parameters
                .returned()
                .map(returned -> switch (returned) {
                    case FULL -> MOST_ASKED;
                    case HDRS -> 0;
                })
                .orElse(MOST);
    }

    /** How this goes into a report (RFC 6522 §3, §4). With UTF-8 in its header it is another type (RFC 6533 §4). */
    ReportPart part(boolean global) throws IOException {
        return whole
                ? ReportPart.asItCame(global ? "message/global" : "message/rfc822", text)
                : ReportPart.fields(global ? "message/global-headers" : "text/rfc822-headers", text);
    }

    /** The message's own Message-ID, where it has one that can be repeated as it is. */
    Optional<String> messageId() {
        Matcher matcher = MESSAGE_ID.matcher(header(text));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether its author would rather have it overheard than not delivered (RFC 8689 §3). */
    boolean needsNoTls() {
        return NEEDS_NO_TLS.matcher(header(text)).find();
    }

    /** The line that this server wrote on top is no part of what the sender sent. It may be folded. */
    private static String withoutReturnPath(String text) {
        if (!text.regionMatches(true, 0, "Return-Path:", 0, "Return-Path:".length())) {
            return text;
        }
        int end = text.indexOf('\n') + 1;
        while (end > 0 && end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end = text.indexOf('\n', end) + 1;
        }
        return end == 0 ? "" : text.substring(end);
    }

    private static String header(String message) {
        String text = message.substring(0, Math.min(message.length(), MOST)).replace('\0', '?');
        if (text.startsWith("\n") || text.startsWith("\r\n")) {
            return "";
        }
        int end = text.indexOf("\n\n");
        int crlf = text.indexOf("\n\r\n");
        int first = end < 0 ? crlf : crlf < 0 ? end : Math.min(end, crlf);
        if (first >= 0) {
            return text.substring(0, first + 1);
        }
        // All of it is header. One beyond all measure is cut behind its last full line.
        return message.length() > MOST ? text.substring(0, text.lastIndexOf('\n') + 1) : text;
    }
}
