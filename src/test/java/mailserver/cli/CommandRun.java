package mailserver.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A command that was run in this JVM, and what came of it. */
public record CommandRun(int exitCode, String out, String err) {
    public static CommandRun run(Object... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        String[] words = new String[args.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = args[i].toString();
        }
        int exitCode = Main.run(words, new PrintWriter(out), new PrintWriter(err));
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
