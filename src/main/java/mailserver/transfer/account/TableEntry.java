package mailserver.transfer.account;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailserver.config.file.BadValueException;

/** An entry of virtual(5), {@code key target, target}, or of aliases(5), {@code key: target, target}, as it stands there. */
record TableEntry(String key, List<String> targets) {
    private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*\"";
    private static final Pattern ENTRY =
            Pattern.compile("((?:" + QUOTED + "|\\[[^\\]]*]|[^\\s:\"\\[])+)\\s*:?\\s*(.*)");
    private static final Pattern BETWEEN_COMMAS = Pattern.compile("(?:" + QUOTED + "|[^,])+");
    private static final Pattern BETWEEN_BLANKS = Pattern.compile("(?:" + QUOTED + "|\\S)+");
    private static final Pattern BRACKETS = Pattern.compile(".*<([^<>]*)>\\s*");

    static TableEntry parse(String line) throws BadValueException {
        Matcher entry = ENTRY.matcher(line);
        if (!entry.matches() || entry.group(2).isBlank()) {
            throw new BadValueException("is neither \"address target, target\" nor \"name: target, target\"");
        }
        List<String> targets = new ArrayList<>();
        Matcher pieces = BETWEEN_COMMAS.matcher(entry.group(2));
        while (pieces.find()) {
            String piece = pieces.group().strip();
            Matcher brackets = BRACKETS.matcher(piece);
            if (unsupported(piece) || piece.isEmpty()) {
                targets.add(piece);
            } else if (brackets.matches()) {
                targets.add(brackets.group(1));
            } else {
                // Postfix takes blanks between addresses, too.
                Matcher words = BETWEEN_BLANKS.matcher(piece);
                while (words.find()) {
                    targets.add(words.group());
                }
            }
        }
        targets.removeIf(String::isEmpty);
        return new TableEntry(entry.group(1), List.copyOf(targets));
    }

    /** An address as we write it: a backslash in front says "no further aliases", as ours has it for an account of that name. */
    static String address(String target) throws BadValueException {
        String bare = target.startsWith("\"") ? target.substring(1) : target;
        if (bare.startsWith("|")) {
            throw new BadValueException(target + " is a program, and none is run here");
        }
        if (bare.startsWith("/")) {
            throw new BadValueException(target + " is a file, and mail goes into mailboxes only");
        }
        if (bare.startsWith(":include:")) {
            throw new BadValueException(target + " is a list in a file of its own; write its addresses in the line");
        }
        if (bare.startsWith("@")) {
            throw new BadValueException(target + " is a whole domain, and an alias leads to addresses");
        }
        return target.startsWith("\\") ? target.substring(1) : target;
    }

    private static boolean unsupported(String target) {
        try {
            address(target);
            return false;
        } catch (BadValueException e) {
            return true;
        }
    }
}
