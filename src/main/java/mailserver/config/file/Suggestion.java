package mailserver.config.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word that a misspelt one probably meant. */
public final class Suggestion {
    private static final int FURTHEST = 2;

    private Suggestion() {}

    /** The nearest known word within two edits, provided that most of the word is right. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> {
                    int edits = edits(word, candidate);
                    return edits <= FURTHEST && 2 * edits < candidate.length();
                })
                .min(Comparator.comparingInt(candidate -> edits(word, candidate)));
    }

    /** The Levenshtein distance: how many letters to insert, delete or change. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
