package mailserver.wire.foreign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import mailserver.wire.Connection;
import mailserver.wire.Line;

/**
 * Reads a session's lines, and finds out those who speak another protocol, before they have said a word in ours. A web page can
 * have a browser send what it likes to nearly every port, behind a request line and some headers (the cross-protocol requests
 * that Postfix' {@code smtpd_forbidden_commands} are against): a server that answers each of those with an error, and goes on to
 * the body, takes commands from whoever wrote the page.
 */
public final class ForeignGuard {
    /** So many lines that are no command, before the client has greeted, are no slip any more. */
    private static final int MOST_UNKNOWN = 3;

    private final Connection connection;
    private final Predicate<String> isCommand;
    private boolean greeted;
    private int unknown;

    /** @param isCommand whether a line begins with the name of a command, even one that is not served */
    public ForeignGuard(Connection connection, Predicate<String> isCommand) {
        this.connection = connection;
        this.isCommand = isCommand;
    }

    /** What was heard. */
    public sealed interface Heard {
        record OfLine(Line line) implements Heard {}

        /**
         * The session is to end, behind one line of ours. Nothing else that the client sends may be looked at.
         *
         * @param shown what it said, for people
         */
        record Foreign(ForeignProtocol protocol, String shown) implements Heard {}
    }

    /** The client has said who it is as our protocol has it: mistakes are mistakes from here on. */
    public void greeted() {
        greeted = true;
    }

    /** Reads a line as {@link Connection#readLine} does. */
    public Heard hear(int most) throws IOException {
        if (greeted) {
            return new Heard.OfLine(connection.readLine(most));
        }
        byte[] first = connection.peek(ForeignOctets.ENOUGH);
        if (first.length == 0) {
            return new Heard.OfLine(new Line.End());
        }
        Optional<ForeignProtocol> protocol = ForeignOctets.recognize(first);
        if (protocol.isPresent()) {
            return new Heard.Foreign(protocol.get(), "(" + protocol.get().label() + ")");
        }
        Line line = connection.readLine(most);
        return switch (line) {
            case Line.Text(String text) -> judge(line, text);
            case Line.Garbled(String text) -> judge(line, text);
            // A long address of a page, perhaps.
            case Line.TooLong ignored -> judge(line, new String(first, StandardCharsets.ISO_8859_1) + "…");
            case Line.Endless() -> new Heard.OfLine(line);
            case Line.End() -> new Heard.OfLine(line);
        };
    }

    private Heard judge(Line line, String text) {
        if (isCommand.test(text)) {
            return new Heard.OfLine(line);
        }
        Optional<ForeignProtocol> protocol = ForeignLine.recognize(text);
        if (protocol.isPresent()) {
            return new Heard.Foreign(protocol.get(), text);
        }
        return ++unknown < MOST_UNKNOWN ? new Heard.OfLine(line) : new Heard.Foreign(ForeignProtocol.UNKNOWN, text);
    }
}
