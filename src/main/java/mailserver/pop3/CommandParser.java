package mailserver.pop3;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import mailserver.mail.Address;
import mailserver.sasl.Response;
import mailserver.wire.text.AsciiCase;
import mailserver.wire.text.Printable;

/** Turns a line into a {@link Command}, and into what a transcript may show of it. */
final class CommandParser {
    private static final String USER = "USER";
    private static final String PASS = "PASS";
    /** APOP isn't served, but a client that tries it has shown its secret. */
    private static final List<String> SECRETIVE = List.of(PASS, "AUTH", "APOP");

    /** All that the switch below knows, served or not. */
    private static final Set<String> VERBS = Set.of(
            USER, PASS, "AUTH", "STLS", "UTF8", "STAT", "LIST", "UIDL", "RETR", "DELE", "TOP", "RSET", "NOOP", "CAPA",
            "LANG", "QUIT", "LAST", "RPOP", "APOP", "XTND", "XTACK");

    private CommandParser() {}

    static Command parse(String line, Capabilities capabilities) {
        String command = line.stripLeading();
        int space = command.indexOf(' ');
        String verb = verb(command);
        String rest = space < 0 ? "" : command.substring(space + 1);
        if (!capabilities.serves(verb)) {
            return new Command.Malformed(new ReplyText.UnknownCommand());
        }
        List<String> words = words(rest);
        return switch (verb) {
            case USER -> user(rest.strip());
            // A password may hold spaces, at its ends, too (RFC 1939 §7, PASS).
            case PASS -> rest.isEmpty() ? new Command.Malformed(new ReplyText.NoPassword()) : new Command.Pass(rest);
            case "AUTH" ->
                words.size() <= 2
                        ? new Command.Auth(
                                words.stream().findFirst(),
                                words.stream().skip(1).findFirst())
                        : new Command.Malformed(new ReplyText.AuthArguments());
            case "STLS" -> alone(verb, words, Command.Stls::new);
            case "UTF8" -> alone(verb, words, Command.Utf8::new);
            case "STAT" -> alone(verb, words, Command.Stat::new);
            case "LIST" -> perhapsOne(verb, words, Command.List::new);
            case "UIDL" -> perhapsOne(verb, words, Command.Uidl::new);
            case "RETR" -> one(verb, words, Command.Retr::new);
            case "DELE" -> one(verb, words, Command.Dele::new);
            case "TOP" -> top(words);
            case "RSET" -> alone(verb, words, Command.Rset::new);
            case "NOOP" -> alone(verb, words, Command.Noop::new);
            case "CAPA" -> alone(verb, words, Command.Capa::new);
            case "LANG" ->
                words.size() <= 1
                        ? new Command.Lang(words.stream().findFirst())
                        : new Command.Malformed(new ReplyText.OneLanguageAtMost());
            case "QUIT" -> alone(verb, words, Command.Quit::new);
            // Of POPs before RFC 1725 (LAST) and RFC 1460 (RPOP), or of other ones (XTND of RFC 1082). APOP needs
            // passwords that the server can read (RFC 1939 §13).
            case "LAST" -> replaced(verb, "UIDL", capabilities);
            case "RPOP", "APOP" -> replaced(verb, "USER", capabilities);
            case "XTND" -> replaced(verb, "SMTP", capabilities);
            case "XTACK" -> replaced(verb, "DELE", capabilities);
            default -> new Command.Malformed(new ReplyText.UnknownCommand());
        };
    }

    private static String verb(String command) {
        int space = command.indexOf(' ');
        return AsciiCase.upper((space < 0 ? command : command.substring(0, space)).strip());
    }

    /** Whether it begins with the name of a command, if only of one that is not served. */
    static boolean isCommand(String line) {
        return VERBS.contains(verb(line.stripLeading()));
    }

    /** The line with its secret blanked, even where it is no proper PASS command. */
    static String withoutSecret(String line) {
        String command = line.stripLeading();
        for (String verb : SECRETIVE) {
            if (command.regionMatches(true, 0, verb, 0, verb.length())) {
                return verb + " ****";
            }
        }
        // Some write the password behind the name.
        if (command.regionMatches(true, 0, USER, 0, USER.length())
                && words(command).size() > 2) {
            return USER + " ****";
        }
        return Response.isPossible(line.strip()) ? "****" : line;
    }

    private static Command user(String name) {
        if (name.isEmpty()) {
            return new Command.Malformed(new ReplyText.NoName());
        }
        if (name.contains(" ") && !isQuoted(name)) {
            // Perhaps the password stands there; names go to the log.
            return new Command.Malformed(new ReplyText.NameNotOneWord());
        }
        if (name.codePoints().anyMatch(Printable::isHarmful)) {
            return new Command.Malformed(new ReplyText.UnprintableName());
        }
        return new Command.User(name);
    }

    /** A local part in quotes may have spaces (RFC 5321 §4.1.2). */
    private static boolean isQuoted(String name) {
        return Address.parse(name.contains("@") ? name : name + "@localhost").isPresent();
    }

    private static Command top(List<String> words) {
        if (words.size() != 2) {
            return new Command.Malformed(new ReplyText.TopArguments());
        }
        String lines = words.get(1);
        if (!lines.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new Command.Malformed(new ReplyText.LinesNotANumber());
        }
        // No message has more lines than fit in 18 digits.
        return new Command.Top(words.getFirst(), lines.length() > 18 ? Long.MAX_VALUE : Long.parseLong(lines));
    }

    private static Command replaced(String verb, String successor, Capabilities capabilities) {
        return new Command.Malformed(
                capabilities.serves(successor)
                        ? new ReplyText.Replaced(verb, successor)
                        : new ReplyText.UnknownCommand());
    }

    private static Command alone(String verb, List<String> words, Supplier<Command> command) {
        return words.isEmpty() ? command.get() : new Command.Malformed(new ReplyText.NoArgument(verb));
    }

    private static Command one(String verb, List<String> words, Function<String, Command> command) {
        return words.size() == 1
                ? command.apply(words.getFirst())
                : new Command.Malformed(new ReplyText.OneNumber(verb));
    }

    private static Command perhapsOne(String verb, List<String> words, Function<Optional<String>, Command> command) {
        return words.size() <= 1
                ? command.apply(words.stream().findFirst())
                : new Command.Malformed(new ReplyText.OneNumberAtMost(verb));
    }

    private static List<String> words(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? List.of() : List.of(stripped.split(" +"));
    }
}
