package mailserver.cli.agent;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import mailserver.mail.Address;
import mailserver.mail.Trace;

/** A new message as somebody typed it. Whatever they typed, it adds no header (RFC 5322). */
record AgentMessage(Address from, List<Address> to, String subject, String content) {
    /** RFC 5322 §2.1.1, in octets. */
    private static final int LONGEST_LINE = 998;
    /** Octets per encoded word, so that "Subject: " and a word fit a line of 76 characters (RFC 2047 §2). */
    private static final int WORD_OCTETS = 36;

    /** The whole message, with LF line ends. */
    String text(String id, Instant date) {
        boolean base64 = content.getBytes(StandardCharsets.UTF_8).length > LONGEST_LINE || content.indexOf('\0') >= 0;
        String encoding = base64 ? "base64" : isAscii(content) ? "7bit" : "8bit";
        return "Date: " + Trace.date(date) + "\n"
                + "From: <" + from + ">\n"
                + "To: " + to.stream().map(address -> "<" + address + ">").collect(Collectors.joining(",\n\t")) + "\n"
                + "Subject: " + encoded(withoutControls(subject)) + "\n"
                + "Message-ID: <" + id + "@" + from.domain() + ">\n"
                + "MIME-Version: 1.0\n"
                + "Content-Type: text/plain; charset=UTF-8\n"
                + "Content-Transfer-Encoding: " + encoding + "\n"
                + "\n"
                + (base64 ? base64(content) : content) + "\n";
    }

    /** True when seven bits are enough (RFC 6152). */
    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** A line end is how a header is smuggled in; no other control character has business in a header, either. */
    static String withoutControls(String text) {
        return text.codePoints()
                .filter(c -> !Character.isISOControl(c) && c != 0x2028 && c != 0x2029)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }

    /** As encoded words where plain text won't do: not ASCII, too long, or something a reader would take for one. */
    private static String encoded(String text) {
        if (isAscii(text) && text.length() <= LONGEST_LINE / 2 && !text.contains("=?")) {
            return text;
        }
        var result = new StringBuilder();
        var word = new StringBuilder();
        int octets = 0;
        for (int c : text.codePoints().toArray()) {
            // A character may not be split between two words (RFC 2047 §5).
            String next = Character.toString(c);
            int more = next.getBytes(StandardCharsets.UTF_8).length;
            if (octets + more > WORD_OCTETS) {
                result.append(word(word.toString())).append("\n ");
                word.setLength(0);
                octets = 0;
            }
            word.append(next);
            octets += more;
        }
        return result.append(word(word.toString())).toString();
    }

    private static String word(String text) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    private static String base64(String text) {
        byte[] lf = {'\n'};
        // RFC 2045 §6.8: lines of 76 characters.
        return Base64.getMimeEncoder(76, lf).encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
