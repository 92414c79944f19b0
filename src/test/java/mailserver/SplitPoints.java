package mailserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Plays all that a client has to say to a session, cut in two at every point and to pieces of every size. TCP knows no
 * packets: what the server answers and what it keeps must be the same each time.
 */
public final class SplitPoints {
    private SplitPoints() {}

    /** A server for one client. */
    @FunctionalInterface
    public interface Server {
        /**
         * Runs a session to its end.
         *
         * @return what it leaves behind, such as the messages it took
         */
        List<String> serve(Socket client) throws IOException;
    }

    /** What came of a session. */
    public record Outcome(List<String> answers, List<String> kept) {}

    /**
     * A dialogue as octets: each line of the script ends in CRLF, {@code <CR>}, {@code <LF>} and {@code <NUL>} stand
     * for these, and any other character up to U+00FF for its octet.
     */
    public static byte[] octets(String script) {
        return script.replace("\n", "\r\n")
                .replace("<CR>", "\r")
                .replace("<LF>", "\n")
                .replace("<NUL>", "\0")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** @return what comes of it when all arrives at once, and so however it arrives */
    public static Outcome play(byte[] octets, Server server) throws IOException {
        Outcome whole = outcome(List.of(octets), server);
        for (int position = 1; position < octets.length; position++) {
            assertEquals(whole, outcome(Cuts.at(position, octets), server), "cut in two at " + position);
        }
        for (int size = 1; size < octets.length; size++) {
            assertEquals(whole, outcome(Cuts.every(size, octets), server), "cut to pieces of " + size);
        }
        return whole;
    }

    private static Outcome outcome(List<byte[]> pieces, Server server) throws IOException {
        try (var client = new PiecewiseSocket(pieces)) {
            List<String> kept = server.serve(client);
            String answers = new String(client.written(), StandardCharsets.UTF_8);
            return new Outcome(List.of(answers.split("\r\n", -1)), kept);
        }
    }
}
