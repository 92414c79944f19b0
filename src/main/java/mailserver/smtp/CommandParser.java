package mailserver.smtp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import mailserver.mail.Address;
import mailserver.mail.AddressParser;
import mailserver.mail.AddressParser.Path;
import mailserver.mail.Body;
import mailserver.mail.MailParameters;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.smtp.Command.Wrong;
import mailserver.wire.Printable;

/**
 * Reads one command line (RFC 5321 §4.1). Lenient with spaces and case, as LAN peers are sloppy; strict with addresses and
 * parameters, as their meaning must be certain.
 */
final class CommandParser {
    private CommandParser() {}

    static Command parse(String line) {
        String trimmed = line.strip();
        int space = endOfVerb(trimmed);
        String verb = trimmed.substring(0, space).toUpperCase(Locale.ROOT);
        String rest = trimmed.substring(space).strip();
        return switch (verb) {
            case "HELO" -> hello(rest, false);
            case "EHLO" -> hello(rest, true);
            case "MAIL" -> mail(rest);
            case "RCPT" -> rcpt(rest);
            case "DATA" -> bare(verb, rest, new Command.Data());
            case "RSET" -> bare(verb, rest, new Command.Rset());
            case "QUIT" -> bare(verb, rest, new Command.Quit());
            case "NOOP" -> new Command.Noop();
            case "HELP" -> new Command.Help();
            case "VRFY" -> rest.isEmpty() ? syntax("VRFY needs an address") : new Command.Vrfy(rest);
            case "EXPN", "SEND", "SOML", "SAML", "TURN" -> new Wrong(Reply.of(502, 5, 1, verb + " is not implemented"));
            default -> new Wrong(Reply.of(500, 5, 1, "that is no command; HELP lists them"));
        };
    }

    /** What a transcript may show of a line. AUTH isn't served, but a client that tries it has shown its secret. */
    static String withoutSecret(String line) {
        for (String verb : List.of("AUTH", "PASS")) {
            if (line.stripLeading().regionMatches(true, 0, verb, 0, verb.length())) {
                return verb + " ****";
            }
        }
        return line;
    }

    private static int endOfVerb(String line) {
        int end = 0;
        while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
            end++;
        }
        return end;
    }

    private static Command bare(String verb, String rest, Command command) {
        return rest.isEmpty() ? command : syntax(verb + " takes no argument");
    }

    private static Command hello(String name, boolean extended) {
        if (name.isEmpty()) {
            return syntax("say who you are: " + (extended ? "EHLO" : "HELO") + " your.host.name");
        }
        // The first word is enough; what kind of word it is doesn't matter (RFC 5321 §4.1.4).
        // It goes to logs and headers, so what could upset them is blanked.
        String word = Printable.word(name.split("\\s+", 2)[0]);
        return extended ? new Command.Ehlo(word) : new Command.Helo(word);
    }

    private static Command mail(String rest) {
        Optional<Path> path = pathAfter("FROM", rest);
        if (path.isEmpty()) {
            return new Wrong(Reply.of(501, 1, 7, "that is no sender; write MAIL FROM:<user@domain>"));
        }
        OptionalLong size = OptionalLong.empty();
        Body body = Body.SEVEN_BIT;
        for (String parameter : parameters(path.get())) {
            String upper = parameter.toUpperCase(Locale.ROOT);
            if (upper.startsWith("SIZE=")) {
                String digits = upper.substring(5);
                // RFC 1870 §3: up to 20 digits. A number beyond a long is beyond any limit, too.
                if (!digits.matches("\\d{1,20}")) {
                    return new Wrong(Reply.of(501, 5, 4, "SIZE= takes a number of octets"));
                }
                size = OptionalLong.of(digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits));
            } else if (upper.equals("BODY=8BITMIME")) {
                body = Body.EIGHT_BIT;
            } else if (!upper.equals("BODY=7BIT")) {
                return unknownParameter(parameter);
            }
        }
        ReversePath sender = path.get().address().map(ReversePath::of).orElse(ReversePath.NULL);
        return new Command.Mail(sender, size, MailParameters.of(body));
    }

    private static Command rcpt(String rest) {
        Optional<Address> recipient = pathAfter("TO", rest).flatMap(Path::address);
        if (recipient.isEmpty()) {
            return new Wrong(Reply.of(501, 1, 3, "that is no recipient; write RCPT TO:<user@domain>"));
        }
        for (String parameter : parameters(pathAfter("TO", rest).orElseThrow())) {
            return unknownParameter(parameter);
        }
        return new Command.Rcpt(Recipient.of(recipient.get()));
    }

    /** {@code FROM:<path>}; spaces on either side of the colon are no harm. */
    private static Optional<Path> pathAfter(String word, String rest) {
        if (!rest.regionMatches(true, 0, word, 0, word.length())) {
            return Optional.empty();
        }
        String afterWord = rest.substring(word.length()).stripLeading();
        if (!afterWord.startsWith(":")) {
            return Optional.empty();
        }
        return AddressParser.path(afterWord.substring(1).stripLeading())
                .filter(path -> path.rest().isEmpty()
                        || Character.isWhitespace(path.rest().charAt(0)));
    }

    private static String[] parameters(Path path) {
        String rest = path.rest().strip();
        return rest.isEmpty() ? new String[0] : rest.split("\\s+");
    }

    private static Command unknownParameter(String parameter) {
        String name = parameter.split("=", 2)[0].replaceAll("[^A-Za-z0-9-]", "?");
        return new Wrong(Reply.of(555, 5, 4, "parameter " + name + " is not known here"));
    }

    private static Command syntax(String text) {
        return new Wrong(Reply.of(501, 5, 4, text));
    }
}
