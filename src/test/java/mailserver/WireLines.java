package mailserver;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mailserver.wire.Connection;
import mailserver.wire.Line;

/**
 * Makes any octets at all the input of a parser that is given lines: what such a parser never meets, a session stops
 * before.
 */
public final class WireLines {
    private static final int LONGEST = 2048;

    private WireLines() {}

    /** The first line of these octets as a parser of commands meets it; empty when none would. */
    public static Optional<String> first(byte[] octets) throws IOException {
        byte[] ended = Arrays.copyOf(octets, octets.length + 1);
        ended[octets.length] = '\n';
        var connection = new Connection(new PiecewiseSocket(List.of(ended)));
        return connection.readLine(LONGEST) instanceof Line.Text(String text) ? Optional.of(text) : Optional.empty();
    }
}
