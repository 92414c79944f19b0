package mailserver.smtp;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailserver.mail.Address;
import mailserver.sasl.Response;
import mailserver.smtp.Command.Wrong;
import mailserver.wire.text.AsciiCase;
import mailserver.wire.text.Printable;

/**
 * Reads one command line (RFC 5321 §4.1). Lenient with spaces and case, as LAN peers are sloppy; strict with addresses and
 * parameters, as their meaning must be certain.
 */
public final class CommandParser {
    /** Commands that RFC 5321 names and nobody needs: EXPN may be missing (§7.3), the others are of old (appendix F). */
    private static final Set<String> NOT_SERVED = Set.of("EXPN", "SEND", "SOML", "SAML", "TURN");

    private CommandParser() {}

    public static Command parse(String line) {
        String trimmed = line.strip();
        int space = endOfVerb(trimmed);
        String word = trimmed.substring(0, space);
        Optional<Verb> verb = Verb.named(word);
        if (verb.isEmpty()) {
            return unknown(AsciiCase.upper(word));
        }
        try {
            return parse(verb.get(), trimmed.substring(space).strip());
        } catch (WrongCommandException e) {
            return new Wrong(e.reply());
        }
    }

    private static Command parse(Verb verb, String rest) throws WrongCommandException {
        return switch (verb) {
            case HELO -> new Command.Helo(hello(rest));
            case EHLO -> new Command.Ehlo(hello(rest));
            case MAIL -> EnvelopeParser.mail(rest);
            case RCPT -> EnvelopeParser.rcpt(rest);
            case DATA -> bare(verb, rest, new Command.Data());
            case BDAT -> bdat(rest);
            case RSET -> bare(verb, rest, new Command.Rset());
            case AUTH -> auth(rest);
            case STARTTLS -> bare(verb, rest, new Command.StartTls());
            case QUIT -> bare(verb, rest, new Command.Quit());
            case NOOP -> new Command.Noop();
            case HELP -> help(rest);
            case VRFY -> vrfy(rest);
            case ETRN -> etrn(rest);
        };
    }

    /** Whether it begins with the name of a command, if only of one that is not served. */
    public static boolean isCommand(String line) {
        String trimmed = line.strip();
        String word = trimmed.substring(0, endOfVerb(trimmed));
        return Verb.named(word).isPresent() || NOT_SERVED.contains(AsciiCase.upper(word));
    }

    /** What a transcript may show of a line; PASS isn't served, but a client that tries it has shown its secret. */
    public static String withoutSecret(String line) {
        for (String verb : List.of("AUTH", "PASS")) {
            if (line.stripLeading().regionMatches(true, 0, verb, 0, verb.length())) {
                return verb + " ****";
            }
        }
        String word = line.strip();
        return Verb.named(word).isEmpty() && Response.isPossible(word) ? "****" : line;
    }

    private static int endOfVerb(String line) {
        int end = 0;
        while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
            end++;
        }
        return end;
    }

    private static Command unknown(String word) {
        return new Wrong(
                NOT_SERVED.contains(word) ? StandardReplies.notImplemented(word) : StandardReplies.NOT_RECOGNIZED);
    }

    private static Command bare(Verb verb, String rest, Command command) throws WrongCommandException {
        if (!rest.isEmpty()) {
            throw WrongCommandException.syntax(verb + " takes no argument");
        }
        return command;
    }

    private static String hello(String name) {
        // The first word is enough; what kind of word it is doesn't matter (RFC 5321 §4.1.4).
        // It goes to logs and headers, so what could upset them is blanked.
        return Printable.word(name.split("\\s+", 2)[0]);
    }

    private static Command auth(String rest) throws WrongCommandException {
        String[] words = rest.split("\\s+");
        if (rest.isEmpty() || words.length > 2) {
            throw WrongCommandException.syntax("write " + Verb.AUTH.syntax());
        }
        return new Command.Auth(words[0], words.length == 2 ? Optional.of(words[1]) : Optional.empty());
    }

    /** RFC 3030 §2. */
    private static Command bdat(String rest) throws WrongCommandException {
        if (rest.isEmpty()) {
            throw WrongCommandException.syntax("write " + Verb.BDAT.syntax());
        }
        String[] words = rest.split("\\s+");
        boolean last = words.length == 2 && AsciiCase.equal(words[1], "LAST");
        if (!words[0].matches("0*\\d{1,18}") || words.length > 1 && !last) {
            // Nobody can tell how much of what follows is message: none of it must be taken for commands.
            return new Command.Unframed(Reply.of(
                    501, 5, 4, "write " + Verb.BDAT.syntax() + "; where your next command begins is lost, goodbye"));
        }
        return new Command.Bdat(Long.parseLong(words[0]), last);
    }

    private static Command help(String rest) throws WrongCommandException {
        if (rest.isEmpty()) {
            return new Command.Help(Optional.empty());
        }
        Optional<Verb> topic = Verb.named(rest);
        if (topic.isEmpty()) {
            throw new WrongCommandException(StandardReplies.NO_SUCH_HELP);
        }
        return new Command.Help(topic);
    }

    /** RFC 1985 §5.3. A queue with a name of its own, behind #, is something that only some servers have. */
    private static Command etrn(String rest) throws WrongCommandException {
        boolean below = rest.startsWith("@");
        String domain = Address.parse("x@" + (below ? rest.substring(1) : rest))
                .map(Address::domain)
                .orElseThrow(() -> WrongCommandException.syntax("write " + Verb.ETRN.syntax()));
        return new Command.Etrn(domain, below);
    }

    private static Command vrfy(String rest) throws WrongCommandException {
        if (rest.isEmpty()) {
            throw WrongCommandException.syntax("write " + Verb.VRFY.syntax());
        }
        // RFC 6531 §3.7.4.2.
        String whom = rest.replaceFirst("(?i)\\s+SMTPUTF8$", "");
        boolean utf8 = !whom.equals(rest);
        if (!utf8 && !rest.chars().allMatch(c -> c < 0x80)) {
            throw new WrongCommandException(StandardReplies.NAME_NEEDS_SMTPUTF8);
        }
        return new Command.Vrfy(whom, utf8);
    }
}
