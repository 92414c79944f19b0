package mailserver.smtp.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import mailserver.smtp.Parameter;
import mailserver.smtp.Reply;
import mailserver.smtp.Verb;

/** The answers to HELP (RFC 5321 §4.1.1.8), made of the tables that the parser goes by. */
final class Help {
    private Help() {}

    /** @param topic the command to explain, or none to list them all */
    static Reply on(Optional<Verb> topic) {
        return topic.map(Help::explain).orElseGet(Help::list);
    }

    private static Reply list() {
        String names = Arrays.stream(Verb.values()).map(Verb::name).collect(Collectors.joining(" "));
        return Reply.of(
                214, 0, 0, "The commands here are", names, "HELP and one of them explains it, for example HELP MAIL");
    }

    private static Reply explain(Verb verb) {
        var lines = new ArrayList<String>();
        lines.add(verb.syntax());
        lines.addAll(verb.explanation());
        for (Parameter parameter : Parameter.of(verb)) {
            lines.add("  " + parameter.help());
        }
        lines.add("See " + verb.source());
        return Reply.of(214, 0, 0, lines.toArray(String[]::new));
    }
}
