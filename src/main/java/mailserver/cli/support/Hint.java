package mailserver.cli.support;

import java.util.regex.Pattern;
import mailserver.config.ServerFiles;

/** Names a command that helps, in quotes, as it must be typed to reach the same home. */
public final class Hint {
    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[\\p{L}\\p{N}/._+:@%,=-]+");

    private Hint() {}

    public static String of(ServerFiles files, String command) {
        if (files.equals(HomeOption.usual())) {
            return "\"bin/mailserver " + command + "\"";
        }
        return "\"bin/mailserver --home " + forShell(files.home().toString()) + " " + command + "\"";
    }

    private static String forShell(String word) {
        return NEEDS_NO_QUOTES.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
