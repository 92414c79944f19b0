package mailserver.prove;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * A system call as strace saw it.
 *
 * @param begin     the line of the trace on which it began; a call takes effect between its two lines
 * @param end       the line on which it returned
 * @param at        when it began
 * @param arguments as strace writes them, strings in quotes and every octet as {@code \xNN}
 * @param result    what it returned, negative for an error
 */
record Call(int begin, int end, Instant at, String name, List<String> arguments, long result) {
    int number(int index) {
        return Integer.parseInt(arguments.get(index));
    }

    /** The text of a string argument, one character for each octet. */
    String text(int index) {
        return new String(octets(index), StandardCharsets.ISO_8859_1);
    }

    byte[] octets(int index) {
        String quoted = arguments.get(index);
        int start = quoted.indexOf('"') + 1;
        int end = quoted.indexOf('"', start);
        if (start == 0 || end < 0 || quoted.endsWith("...")) {
            throw new IllegalArgumentException("not a whole string: " + quoted);
        }
        var octets = new byte[(end - start) / 4];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) Integer.parseInt(quoted, start + 4 * i + 2, start + 4 * i + 4, 16);
        }
        return octets;
    }

    boolean has(String flag) {
        return arguments.stream().anyMatch(argument -> argument.contains(flag));
    }
}
