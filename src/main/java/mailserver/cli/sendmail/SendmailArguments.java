package mailserver.cli.sendmail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sendmail's options: letters with their values behind them, with or without a blank.
 *
 * @param sender       -f or -r; empty text or {@code <>} is the null sender
 * @param fullName     -F
 * @param fromHeader   -t: the recipients stand in the message
 * @param dotIsText    -i, -oi: a line with a lone dot doesn't end the message
 */
record SendmailArguments(
        Mode mode,
        Optional<String> sender,
        Optional<String> fullName,
        boolean fromHeader,
        boolean dotIsText,
        List<String> recipients) {
    /** What it was called for. */
    enum Mode {
        /** -bm, or nothing: a message on standard input. */
        MESSAGE,
        /** -bs: SMTP on standard input and output. */
        SMTP,
        /** -bp: what is in the queue. */
        QUEUE,
        /** -bi: aliases need no table here. */
        NOTHING
    }

    /** Options that have a value; those that aren't named below mean nothing here. */
    private static final String WITH_VALUE = "fFrBCDdhLNOopqRVXbA";

    private static final String ALONE = "tivGUmnsx";

    /** Says what is wrong with the arguments. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    static SendmailArguments parse(List<String> words) throws UsageException {
        var parser = new Parser();
        int i = 0;
        while (i < words.size()) {
            i = parser.take(words, i);
        }
        return new SendmailArguments(
                parser.mode,
                parser.sender,
                parser.fullName,
                parser.fromHeader,
                parser.dotIsText,
                List.copyOf(parser.recipients));
    }

    private static final class Parser {
        private Mode mode = Mode.MESSAGE;
        private Optional<String> sender = Optional.empty();
        private Optional<String> fullName = Optional.empty();
        private boolean fromHeader;
        private boolean dotIsText;
        private boolean onlyRecipients;
        private final List<String> recipients = new ArrayList<>();

        /** @return the index of the next word */
        int take(List<String> words, int at) throws UsageException {
            String word = words.get(at);
            if (onlyRecipients || !word.startsWith("-") || word.equals("-")) {
                recipients.add(word);
            } else if (word.equals("--")) {
                onlyRecipients = true;
            } else if (WITH_VALUE.indexOf(word.charAt(1)) >= 0) {
                return withValue(words, at);
            } else {
                letters(word);
            }
            return at + 1;
        }

        /** Such as {@code -it} or {@code -tfann@lan.example}. */
        private void letters(String word) throws UsageException {
            for (int i = 1; i < word.length(); i++) {
                char letter = word.charAt(i);
                if (WITH_VALUE.indexOf(letter) >= 0) {
                    option(letter, word.substring(i + 1));
                    return;
                }
                if (ALONE.indexOf(letter) < 0) {
                    throw new UsageException("there is no option -" + letter);
                }
                fromHeader |= letter == 't';
                dotIsText |= letter == 'i';
            }
        }

        private int withValue(List<String> words, int at) throws UsageException {
            char letter = words.get(at).charAt(1);
            String attached = words.get(at).substring(2);
            // Those never stand apart from their value, and -q needs none.
            if (!attached.isEmpty() || "obqdpA".indexOf(letter) >= 0) {
                option(letter, attached);
                return at + 1;
            }
            if (at + 1 == words.size()) {
                throw new UsageException("-" + letter + " lacks its value");
            }
            option(letter, words.get(at + 1));
            return at + 2;
        }

        private void option(char letter, String value) throws UsageException {
            switch (letter) {
                case 'f', 'r' -> sender = Optional.of(value);
                case 'F' -> fullName = Optional.of(value);
                case 'o' -> dotIsText |= value.equals("i");
                case 'b' -> mode = mode(value);
                case 'q' -> mode = Mode.NOTHING;
                default -> {
                    // About other servers' ways of working.
                }
            }
        }

        private static Mode mode(String value) throws UsageException {
            return switch (value) {
                case "m" -> Mode.MESSAGE;
                case "s" -> Mode.SMTP;
                case "p" -> Mode.QUEUE;
                case "i" -> Mode.NOTHING;
                default ->
                    throw new UsageException("-b" + value + " is not to be had; bin/mailserver has other commands");
            };
        }
    }
}
