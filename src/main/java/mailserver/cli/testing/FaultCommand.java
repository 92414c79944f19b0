package mailserver.cli.testing;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import mailserver.cli.support.ControlCalls;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import mailserver.control.ControlRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fault}: has a server misbehave on purpose, or plays a peer that does. */
@Command(name = "fault", description = "Make the server misbehave, to test the programs that talk to it.")
public final class FaultCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say add, list, clear or peer");
    }

    @Command(
            description =
                    "Add a rule: [pop3] VERB [client NETWORK] [PATTERN] ACTION [times N] [after N]. Actions: CODE [X.Y.Z] \"TEXT\","
                            + " delay 5s, slow 10/s, drop, drop after, garble, tls broken, disk full.")
    int add(
            @Mixin HomeOption home,
            @Parameters(paramLabel = "RULE", arity = "1..*", description = "in quotes, or as words") List<String> words)
            throws Exception {
        return print(home, new ControlRequest.FaultAdd(text(words)));
    }

    /** Words of the shell have lost their quotes. */
    static String text(List<String> words) {
        if (words.size() == 1) {
            return words.getFirst();
        }
        return String.join(
                " ",
                words.stream()
                        .map(word -> word.isEmpty() || word.chars().anyMatch(Character::isWhitespace)
                                ? '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                                : word)
                        .toList());
    }

    @Command(description = "List the rules, and how often each fitted and was applied.")
    int list(@Mixin HomeOption home, @Option(names = "--json", description = "as JSON") boolean json) throws Exception {
        List<String> lines = new ControlCalls(home.files()).ask(new ControlRequest.FaultList());
        if (json) {
            spec.commandLine().getOut().println("[" + String.join(",\n ", lines) + "]");
        } else if (lines.isEmpty()) {
            spec.commandLine().getOut().println("no faults");
        } else {
            for (String line : lines) {
                JsonObject one = JsonParser.parseString(line).getAsJsonObject();
                spec.commandLine()
                        .getOut()
                        .println("%3d  %s  (fitted %d times, applied %d)"
                                .formatted(
                                        one.get("number").getAsInt(),
                                        one.get("rule").getAsString(),
                                        one.get("matched").getAsInt(),
                                        one.get("applied").getAsInt()));
            }
        }
        return Exit.DONE;
    }

    @Command(description = "Forget all rules.")
    int clear(@Mixin HomeOption home) throws Exception {
        return print(home, new ControlRequest.FaultClear());
    }

    @Command(
            description =
                    "Be an SMTP server that throws mail away and misbehaves by the rules of a script; until Ctrl-C.")
    int peer(
            @Option(
                            names = "--port",
                            paramLabel = "PORT",
                            defaultValue = "0",
                            description = "where to listen on this machine (default: a free port)")
                    int port,
            @Parameters(
                            paramLabel = "SCRIPT",
                            description = "a file with a rule a line, or rules with semicolons between")
                    String script)
            throws Exception {
        try (var peer = FaultyPeer.start(port, script, spec.commandLine().getOut())) {
            spec.commandLine().getOut().println("listening on " + peer.place());
            spec.commandLine().getOut().flush();
            peer.awaitEnd();
        }
        return Exit.DONE;
    }

    private int print(HomeOption home, ControlRequest request) throws Exception {
        new ControlCalls(home.files()).ask(request).forEach(spec.commandLine().getOut()::println);
        return Exit.DONE;
    }
}
