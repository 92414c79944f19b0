package mailserver.cli;

import java.io.PrintWriter;
import mailserver.wire.Transcript;

/** Prints the lines that go to and fro, as a student wants to see them. */
final class Conversation {
    private final PrintWriter out;
    private final boolean several;

    /** @param several whether a line must say which server it belongs to */
    Conversation(PrintWriter out, boolean several) {
        this.out = out;
        this.several = several;
    }

    /** @param label says whom a server talks to; {@code peer HOST:PORT} is one that it has called itself */
    Transcript of(String server, String label) {
        String name = several ? "[" + server + "] " : "";
        return label.startsWith("peer ")
                ? lines(name + "To " + label + ": ", name + "From " + label + ": ")
                : lines(name + "Response: ", name + "Received: ");
    }

    private Transcript lines(String before, String beforeReceived) {
        return new Transcript() {
            @Override
            public void received(String line) {
                print(beforeReceived + line);
            }

            @Override
            public void sent(String line) {
                print(before + line);
            }
        };
    }

    // One call for line and line end: sessions print at the same time.
    private void print(String line) {
        out.print(line.stripTrailing() + System.lineSeparator());
        out.flush();
    }
}
