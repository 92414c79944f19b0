package mailserver.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.smtp.Command;
import mailserver.smtp.CommandParser;
import mailserver.smtp.Parameter;
import mailserver.smtp.Reply;
import mailserver.smtp.Verb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What HELP says is what the parser does. */
class HelpTest {
    @Test
    void rfc5321_4_1_1_8_the_list_names_every_command() {
        List<String> words = Help.on(Optional.empty()).lines().stream()
                .flatMap(line -> Stream.of(line.split(" ")))
                .toList();
        for (Verb verb : Verb.values()) {
            assertTrue(words.contains(verb.name()), verb.name());
        }
    }

    @ParameterizedTest
    @EnumSource
    void rfc5321_4_1_1_8_each_command_that_is_listed_is_served_as_help_writes_it(Verb verb) {
        Command command = CommandParser.parse(example(verb));
        assertEquals(verb.name(), command.getClass().getSimpleName().toUpperCase(Locale.ROOT));
    }

    @Test
    void each_command_that_is_served_is_listed() {
        List<String> answersOnly = List.of("Wrong", "Unframed");
        List<String> commands = Arrays.stream(Command.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .filter(name -> !answersOnly.contains(name))
                .map(name -> name.toUpperCase(Locale.ROOT))
                .sorted()
                .toList();
        assertEquals(
                commands, Arrays.stream(Verb.values()).map(Verb::name).sorted().toList());
    }

    @ParameterizedTest
    @EnumSource
    void each_command_is_explained_with_its_syntax_parameters_and_source(Verb verb) {
        Reply help = Help.on(Optional.of(verb));
        assertEquals(214, help.code());
        assertEquals(verb.syntax(), help.lines().getFirst());
        assertTrue(
                help.lines().getLast().matches("See RFC \\d{4} section .*"),
                help.lines().getLast());
        for (Parameter parameter : Parameter.of(verb)) {
            assertTrue(help.lines().stream().anyMatch(line -> line.contains(parameter.syntax())), parameter.name());
        }
        assertTrue(help.isAscii());
        // RFC 5321 §4.5.3.1.5, and a terminal.
        assertFalse(help.wireLines().stream().anyMatch(line -> line.length() > 120), help::toString);
    }

    @ParameterizedTest
    @EnumSource
    void each_parameter_is_served_as_help_writes_it(Parameter parameter) {
        String line = Parameter.of(Verb.MAIL).contains(parameter) ? "MAIL FROM:<a@b> " : "RCPT TO:<a@b> ";
        for (String value : values(parameter)) {
            assertFalse(CommandParser.parse(line + value) instanceof Command.Wrong, line + value);
        }
    }

    /** One line for each of the values that the syntax offers. */
    private static List<String> values(Parameter parameter) {
        String syntax = parameter
                .syntax()
                .replace("octets", "12")
                .replace("seconds", "60")
                .replace("number", "-3")
                .replace("date-and-time", "2026-03-01T10:15:30Z");
        int equals = syntax.indexOf('=');
        if (equals < 0) {
            return List.of(syntax);
        }
        return Stream.of(syntax.substring(equals + 1).split("\\|"))
                .map(value -> parameter + "=" + value)
                .toList();
    }

    private static String example(Verb verb) {
        return verb.syntax()
                .replace("[parameter ...]", "")
                .replace("[@domain]", "@domain")
                .replace("[command]", "MAIL")
                .replace("octets", "12")
                .replace("[", "")
                .replace("]", "");
    }
}
