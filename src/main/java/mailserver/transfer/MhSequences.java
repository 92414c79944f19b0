package mailserver.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What an MH folder says of its messages: {@code unseen: 1 3-5}, one sequence a line (mh-sequence(5)). */
record MhSequences(Map<String, String> lines) {
    static final String FILE = ".mh_sequences";

    static MhSequences of(Path folder) throws IOException {
        var lines = new HashMap<String, String>();
        try {
            for (String line : Files.readAllLines(folder.resolve(FILE), StandardCharsets.ISO_8859_1)) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    lines.put(
                            line.substring(0, colon).strip(),
                            line.substring(colon + 1).strip());
                }
            }
        } catch (NoSuchFileException e) {
            // Then all have been seen.
        }
        return new MhSequences(lines);
    }

    String flags(int message) {
        return (has("unseen", message) ? "" : "S")
                + (has("flagged", message) ? "F" : "")
                + (has("replied", message) ? "R" : "");
    }

    private boolean has(String sequence, int message) {
        for (String range : lines.getOrDefault(sequence, "").split("\\s+")) {
            if (range.matches("[0-9]{1,9}(-[0-9]{1,9})?")) {
                int dash = range.indexOf('-');
                int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
                int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
                if (first <= message && message <= last) {
                    return true;
                }
            }
        }
        return false;
    }
}
