package mailserver.mailbox;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which of a message's flags are to be set and which to be taken away.
 *
 * @param letters by the letters of maildir(5)
 */
public record FlagChange(Map<Character, Boolean> letters) {
    private static final Map<String, Character> NAMES = Map.of("seen", 'S', "flagged", 'F', "answered", 'R');

    public FlagChange {
        letters = Map.copyOf(letters);
    }

    /** The letter of a flag by its name: seen, flagged, answered. */
    public static Optional<Character> letter(String name) {
        return Optional.ofNullable(NAMES.get(name));
    }

    /** In the order of the alphabet, as maildir(5) wants them. */
    String applyTo(String flags) {
        var set = new TreeSet<Character>();
        flags.chars().forEach(letter -> set.add((char) letter));
        letters.forEach((letter, wanted) -> {
            if (wanted) {
                set.add(letter);
            } else {
                set.remove(letter);
            }
        });
        var text = new StringBuilder();
        set.forEach(text::append);
        return text.toString();
    }
}
