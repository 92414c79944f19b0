package mailserver.cli.support;

import java.io.PrintWriter;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import mailserver.wire.Transcript;
import mailserver.wire.text.Printable;

/** Prints the lines that go to and fro, as a student wants to see them. */
public final class Conversation {
    private final PrintWriter out;
    private final boolean several;

    /** @param several whether a line must say which server it belongs to */
    public Conversation(PrintWriter out, boolean several) {
        this.out = out;
        this.several = several;
    }

    /**
     * @param sessions how many clients the server has now; of one alone no line needs to say whose it is
     * @param label says whom a server talks to; {@code peer HOST:PORT} is one that it has called itself
     */
    public Transcript of(String server, IntSupplier sessions, String label) {
        String name = several ? "[" + server + "] " : "";
        String port = "[" + label.substring(label.lastIndexOf(':') + 1) + "] ";
        return label.startsWith("peer ")
                ? lines(() -> name, "To " + label + ": ", "From " + label + ": ")
                : lines(() -> sessions.getAsInt() > 1 ? name + port : name, "Response: ", "Received: ");
    }

    private Transcript lines(Supplier<String> whose, String before, String beforeReceived) {
        return new Transcript() {
            @Override
            public boolean wantsMessages() {
                return true;
            }

            @Override
            public void received(String line) {
                print(whose.get() + beforeReceived + line);
            }

            @Override
            public void sent(String line) {
                print(whose.get() + before + line);
            }
        };
    }

    // One call for line and line end: sessions print at the same time.
    private void print(String line) {
        out.print(Printable.line(line) + System.lineSeparator());
        out.flush();
    }
}
