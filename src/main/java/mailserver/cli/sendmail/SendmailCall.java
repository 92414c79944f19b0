package mailserver.cli.sendmail;

import java.util.List;
import java.util.Optional;

/**
 * {@code sendmail …} or {@code --home DIR sendmail …}: what stands behind it has rules of its own, and none of the other commands'.
 *
 * @param home  as it was written
 * @param words behind the name
 */
public record SendmailCall(Optional<String> home, List<String> words) {
    private static final String NAME = "sendmail";

    /** Empty for every other command. */
    public static Optional<SendmailCall> of(String... args) {
        List<String> all = List.of(args);
        if (!all.isEmpty() && all.getFirst().equals(NAME)) {
            return Optional.of(new SendmailCall(Optional.empty(), all.subList(1, all.size())));
        }
        boolean inHome =
                all.size() >= 3 && all.getFirst().equals("--home") && all.get(2).equals(NAME);
        return inHome
                ? Optional.of(new SendmailCall(Optional.of(all.get(1)), all.subList(3, all.size())))
                : Optional.empty();
    }
}
