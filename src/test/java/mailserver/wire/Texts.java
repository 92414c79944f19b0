package mailserver.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts that parsers of lines are attacked with. */
final class Texts {
    private static final List<String> PIECES =
            List.of("\r\n", "\n", "\r", ".", "\r\n.", "\n.", "\u000b", "\u008a\u008d");

    private Texts() {}

    /** Every text of these characters that isn't longer, the empty one first. */
    static List<String> upTo(int longest, String characters) {
        List<String> texts = new ArrayList<>(List.of(""));
        for (int i = 0; i < texts.size() && texts.get(i).length() < longest; i++) {
            for (char c : characters.toCharArray()) {
                texts.add(texts.get(i) + c);
            }
        }
        return texts;
    }

    /** Lines of all lengths with all kinds of ends, some of them with dots in front. */
    static byte[] random(Random random, int pieces) {
        var text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
            if (random.nextInt(3) == 0) {
                text.append("x".repeat(random.nextInt(random.nextInt(20) == 0 ? 20_000 : 100)));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Undoes {@link #shown}, so that tables can have line ends. */
    static String read(String shown) {
        return shown.strip().replace("\\r", "\r").replace("\\n", "\n");
    }

    /** With line ends that one can see. */
    static String shown(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }
}
