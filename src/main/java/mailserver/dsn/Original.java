package mailserver.dsn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The message that a report is about: all of it when it is small, else just its header, so that a report that can't be
 * delivered in turn doesn't fill the disk.
 *
 * @param whole false where the bytes are a header only
 * @param text  the bytes, each as one character (ISO 8859-1)
 */
record Original(boolean whole, String text) {
    static final int MOST = 64 * 1024;

    static Original of(Path message) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(message)) {
            start = in.readNBytes(MOST + 1);
        } catch (NoSuchFileException e) {
            // Somebody took the file away by hand. The sender must hear of the failure all the same.
            return new Original(false, "");
        }
        boolean whole = start.length <= MOST;
        String text = new String(whole ? start : Arrays.copyOf(start, MOST), StandardCharsets.ISO_8859_1);
        String own = withoutReturnPath(text);
        return new Original(whole, whole ? own : header(own));
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

    private static String header(String text) {
        if (text.startsWith("\n") || text.startsWith("\r\n")) {
            return "";
        }
        int end = text.indexOf("\n\n");
        int crlf = text.indexOf("\n\r\n");
        int first = end < 0 ? crlf : crlf < 0 ? end : Math.min(end, crlf);
        // A header beyond all measure is cut behind its last full line.
        return text.substring(0, (first < 0 ? text.lastIndexOf('\n') : first) + 1);
    }
}
