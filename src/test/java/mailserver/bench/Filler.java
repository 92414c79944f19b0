package mailserver.bench;

import java.nio.charset.StandardCharsets;

/** Mail of a given size, made once before anything is measured. */
public final class Filler {
    private static final String LINE = "0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ ..!\n";

    private Filler() {}

    /** A message as it lies in a file, lines ending in LF, of just this many octets where it is more than a header. */
    public static String text(int size) {
        var text = new StringBuilder(size + LINE.length()).append("""
                From: Bench <bench@client.example>
                To: somebody
                Subject: a message of a benchmark
                Date: Mon, 2 Mar 2026 10:00:00 +0000
                Message-ID: <bench@client.example>

                """);
        while (text.length() < size) {
            text.append(LINE);
        }
        text.setLength(Math.max(size, 200) - 1);
        return text.append('\n').toString();
    }

    /** The same as it follows DATA, the final dot included; no line begins with a dot. */
    public static byte[] wire(int size) {
        return (text(size).replace("\n.", "\n-").replace("\n", "\r\n") + ".\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
