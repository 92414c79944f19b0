package mailserver.cli.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;

/** Prompts and answers; a person or a script is at the other end. */
final class AgentConsole {
    private final BufferedReader in;
    private final PrintStream out;

    AgentConsole(BufferedReader in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    /** @return the next line, or empty at the end of input */
    Optional<String> ask(String prompt) throws IOException {
        out.print(prompt);
        // A script that feeds us waits for the prompt before it writes.
        out.flush();
        Optional<String> line = Optional.ofNullable(in.readLine());
        if (line.isEmpty()) {
            out.println();
        }
        return line;
    }

    void say(String line) {
        out.println(line);
    }

    void error(String message) {
        out.println("error: " + message);
    }

    void flush() {
        out.flush();
    }
}
