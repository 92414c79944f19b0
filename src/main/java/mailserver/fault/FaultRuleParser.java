package mailserver.fault;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailserver.config.file.Durations;
import mailserver.config.value.Network;

/** Reads {@code [pop3] VERB [client NETWORK] [PATTERN] ACTION [times N] [after N]}. */
public final class FaultRuleParser {
    /** Its message is for who wrote the rule. */
    public static final class RuleException extends Exception {
        private static final long serialVersionUID = 1;

        RuleException(String message) {
            super(message);
        }
    }

    private static final int LONGEST = 1000;

    private static final Set<String> SMTP = Set.of(
            "connect",
            "helo",
            "ehlo",
            "starttls",
            "auth",
            "mail",
            "rcpt",
            "data",
            "bdat",
            "dot",
            "rset",
            "noop",
            "vrfy",
            "etrn",
            "help",
            "quit");
    private static final Set<String> POP3 = Set.of(
            "connect", "capa", "stls", "user", "pass", "auth", "stat", "list", "uidl", "retr", "top", "dele", "rset",
            "noop", "utf8", "lang", "quit");
    private static final Set<String> ACTIONS =
            Set.of("reply", "delay", "slow", "drop", "garble", "tls", "disk", "+ok", "-err");

    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|[^\\s\"]+");
    private static final Pattern CODE = Pattern.compile("[245]\\d\\d");
    private static final Pattern STATUS = Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3}");
    private static final Pattern PACE = Pattern.compile("(\\d{1,9})/s");

    private record Word(String text, boolean quoted) {
        String folded() {
            return text.toLowerCase(Locale.ROOT);
        }

        boolean is(String word) {
            return !quoted && folded().equals(word);
        }
    }

    private final String rule;
    private final Deque<Word> words = new ArrayDeque<>();

    private FaultRuleParser(String rule) {
        this.rule = rule;
    }

    public static FaultRule parse(String rule) throws RuleException {
        return new FaultRuleParser(rule.strip()).rule();
    }

    private FaultRule rule() throws RuleException {
        split();
        boolean pop3 = takeIf("pop3");
        String verb = take("a verb, such as rcpt, dot or connect").folded();
        if (!(pop3 ? POP3 : SMTP).contains(verb)) {
            throw new RuleException("\"" + verb + "\" is no verb of " + (pop3 ? "POP3" : "SMTP") + " that can fail: "
                    + String.join(", ", new TreeSet<>(pop3 ? POP3 : SMTP)));
        }
        Optional<Network> client = Optional.empty();
        if (takeIf("client")) {
            String network = take("a network behind client").text();
            client = Optional.of(Network.parse(network)
                    .orElseThrow(() -> new RuleException("\"" + network + "\" is no network such as 192.0.2.0/24")));
        }
        Optional<Pattern> pattern = Optional.empty();
        Word next = peek("an action");
        if (next.quoted() || !isAction(next)) {
            pattern = Optional.of(glob(words.removeFirst().text()));
        }
        FaultAction action = action(pop3, verb);
        int times = Integer.MAX_VALUE;
        int after = 0;
        while (!words.isEmpty()) {
            Word word = words.removeFirst();
            if (word.is("times")) {
                times = count("times");
            } else if (word.is("after")) {
                after = count("after");
            } else {
                throw new RuleException("\"" + word.text() + "\" is neither times N nor after N");
            }
        }
        return new FaultRule(rule, pop3, verb, client, pattern, action, times, after);
    }

    private void split() throws RuleException {
        if (rule.length() > LONGEST || rule.chars().anyMatch(Character::isISOControl)) {
            throw new RuleException("a rule is one line of at most " + LONGEST + " characters");
        }
        Matcher word = WORD.matcher(rule);
        int end = 0;
        while (word.find()) {
            if (!rule.substring(end, word.start()).isBlank()) {
                throw new RuleException("a quotation mark has no other");
            }
            boolean quoted = word.group(1) != null;
            words.add(new Word(quoted ? word.group(1).replaceAll("\\\\(.)", "$1") : word.group(), quoted));
            end = word.end();
        }
        if (!rule.substring(end).isBlank()) {
            throw new RuleException("a quotation mark has no other");
        }
    }

    private static boolean isAction(Word word) {
        return ACTIONS.contains(word.folded()) || CODE.matcher(word.text()).matches();
    }

    private FaultAction action(boolean pop3, String verb) throws RuleException {
        Word word = take("an action");
        FaultAction action = switch (word.quoted() ? "" : word.folded()) {
            case "reply" -> new FaultAction.Reply(pop3 ? pop3Reply(take("+OK or -ERR")) : smtpReply(take("a code")));
            case "+ok", "-err" -> new FaultAction.Reply(pop3Reply(word));
            case "delay" -> new FaultAction.Delay(duration());
            case "slow" -> new FaultAction.Slow(pace());
            case "drop" -> new FaultAction.Drop(isDropAfter());
            case "garble" -> new FaultAction.Garble();
            case "tls" -> {
                expect("broken");
                yield new FaultAction.BreakTls();
            }
            case "disk" -> {
                expect("full");
                yield new FaultAction.DiskFull();
            }
            default -> {
                if (!CODE.matcher(word.text()).matches()) {
                    throw new RuleException(
                            "\"" + word.text() + "\" is no action: reply, delay, slow, drop, drop after, "
                                    + "garble, tls broken, disk full");
                }
                yield new FaultAction.Reply(smtpReply(word));
            }
        };
        check(action, verb);
        return action;
    }

    private static void check(FaultAction action, String verb) throws RuleException {
        if (action instanceof FaultAction.BreakTls && !verb.equals("starttls") && !verb.equals("stls")) {
            throw new RuleException("tls broken goes with starttls and with pop3 stls");
        }
        if (action instanceof FaultAction.DiskFull && !verb.equals(FaultRule.DOT)) {
            throw new RuleException("disk full goes with dot");
        }
        if (action instanceof FaultAction.Reply && verb.equals("bdat")) {
            // The octets of the chunk follow, whatever is said.
            throw new RuleException(
                    "a reply to bdat leaves its octets unread; say dot, which is the end of every message");
        }
    }

    /** {@code 451 [4.2.1] "later"}. */
    private String smtpReply(Word code) throws RuleException {
        if (!CODE.matcher(code.text()).matches()) {
            throw new RuleException("\"" + code.text() + "\" is no reply code such as 451");
        }
        var line = new StringBuilder(code.text());
        if (!words.isEmpty() && STATUS.matcher(words.getFirst().text()).matches()) {
            line.append(' ').append(words.removeFirst().text());
        }
        return line.append(' ').append(text("a fault on purpose")).toString();
    }

    /** {@code -ERR "later"}. */
    private String pop3Reply(Word status) throws RuleException {
        if (!status.is("+ok") && !status.is("-err")) {
            throw new RuleException("\"" + status.text() + "\" is neither +OK nor -ERR");
        }
        return status.text().toUpperCase(Locale.ROOT) + " " + text("a fault on purpose");
    }

    /** One word needs no quotes: a shell may have taken them away. */
    private String text(String usual) {
        boolean said = !words.isEmpty()
                && (words.getFirst().quoted()
                        || !words.getFirst().is("times") && !words.getFirst().is("after"));
        return said ? words.removeFirst().text() : usual;
    }

    /** {@code drop after}, unless that is {@code drop after N}. */
    private boolean isDropAfter() {
        if (words.isEmpty() || !words.getFirst().is("after")) {
            return false;
        }
        Word after = words.removeFirst();
        boolean number = !words.isEmpty() && words.getFirst().text().matches("\\d+");
        if (number) {
            words.addFirst(after);
        }
        return !number;
    }

    private Duration duration() throws RuleException {
        String text = take("a time behind delay").text();
        return Durations.parse(text).orElseThrow(() -> new RuleException("\"" + text + "\" is no time such as 5s"));
    }

    private long pace() throws RuleException {
        String text = take("a pace behind slow").text();
        Matcher pace = PACE.matcher(text);
        if (!pace.matches() || Long.parseLong(pace.group(1)) == 0) {
            throw new RuleException("\"" + text + "\" is no pace such as 10/s, in octets");
        }
        return Long.parseLong(pace.group(1));
    }

    private int count(String what) throws RuleException {
        String text = take("a number behind " + what).text();
        if (!text.matches("\\d{1,9}")) {
            throw new RuleException("\"" + text + "\" is no number");
        }
        return Integer.parseInt(text);
    }

    private void expect(String word) throws RuleException {
        if (!take(word).is(word)) {
            throw new RuleException("only \"" + word + "\" can stand there");
        }
    }

    private Word peek(String what) throws RuleException {
        if (words.isEmpty()) {
            throw new RuleException("the rule ends where it should have " + what);
        }
        return words.getFirst();
    }

    private Word take(String what) throws RuleException {
        peek(what);
        return words.removeFirst();
    }

    private boolean takeIf(String word) {
        if (words.isEmpty() || !words.getFirst().is(word)) {
            return false;
        }
        words.removeFirst();
        return true;
    }

    /** {@code *} is anything, {@code ?} any one character. */
    private static Pattern glob(String text) {
        var regex = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(c)));
            }
        });
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }
}
