package mailserver.wire;

import java.util.ArrayList;
import java.util.List;

/** Texts that parsers of lines are attacked with. */
final class Texts {
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

    /** Undoes {@link #shown}, so that tables can have line ends. */
    static String read(String shown) {
        return shown.strip().replace("\\r", "\r").replace("\\n", "\n");
    }

    /** With line ends that one can see. */
    static String shown(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }
}
