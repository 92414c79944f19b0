package mailserver.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The multiparts that are open at a place in a message, from the outermost to the innermost. */
final class Boundaries {
    /** Longer boundaries are not looked for; RFC 2046 §5.1.1 allows 70 octets. */
    static final int MOST_OCTETS = 256;

    /** Multiparts that lie deeper are not looked into. */
    static final int MOST_LEVELS = 100;

    private final List<PartKind.Multipart> open = new ArrayList<>();

    /**
     * A delimiter line of an open multipart. It ends every multipart within that one, with or without their own last
     * delimiter.
     */
    record Delimiter(int level, boolean last) {}

    /** @return false when it lies too deep */
    boolean open(PartKind.Multipart multipart) {
        return open.size() < MOST_LEVELS && open.add(multipart);
    }

    /** @param line of {@code length} octets, without its line end */
    Optional<Delimiter> delimiter(byte[] line, int length) {
        if (open.isEmpty() || length < 3 || line[0] != '-' || line[1] != '-') {
            return Optional.empty();
        }
        int end = length;
        // RFC 2046 §5.1.1: blanks that a gateway added mean nothing.
        while (line[end - 1] == ' ' || line[end - 1] == '\t') {
            end--;
        }
        String text = new String(line, 2, end - 2, StandardCharsets.ISO_8859_1);
        for (int level = open.size() - 1; level >= 0; level--) {
            String boundary = open.get(level).boundary();
            if (text.startsWith(boundary)) {
                String behind = text.substring(boundary.length());
                if (behind.isEmpty() || behind.equals("--")) {
                    return Optional.of(new Delimiter(level, !behind.isEmpty()));
                }
            }
        }
        return Optional.empty();
    }

    /** Closes what ends at this delimiter. */
    void pass(Delimiter delimiter) {
        int left = delimiter.last() ? delimiter.level() : delimiter.level() + 1;
        open.subList(left, open.size()).clear();
    }

    /** The multipart whose parts are being read; there must be one. */
    PartKind.Multipart innermost() {
        return open.getLast();
    }
}
