package mailserver.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import mailserver.Cuts;

/** Anything at all may be handed in as a message. */
class HeaderCompletionFuzzTest {
    private static final Set<String> BLIND = Set.of("bcc");

    @FuzzTest
    void nothing_but_additions_on_top(byte[] message) throws IOException {
        String completed = atAnySplit(message, Set.of());
        String text = new String(message, ISO_8859_1);
        assertTrue(completed.endsWith(text), completed);
        String added = completed.substring(0, completed.length() - text.length());
        assertTrue(added.matches("(?:Date: D\\n)?(?:From: F\\n)?(?:Message-ID: M\\n)?\\n?"), completed);
        // Nothing is missing any more.
        assertEquals(completed, atAnySplit(completed.getBytes(ISO_8859_1), Set.of()));
    }

    @FuzzTest
    void no_blind_copy_is_left_and_nothing_else_is_lost(byte[] message) throws IOException {
        String completed = atAnySplit(message, BLIND);
        assertEquals(completed, atAnySplit(completed.getBytes(ISO_8859_1), BLIND));
        for (String line : completed.split("\n")) {
            if (line.isEmpty() || !line.matches("(?s)[!-9;-~]+[ \\t]*:.*|[ \\t].*|>?From .*")) {
                break;
            }
            assertFalse(line.matches("(?is)bcc[ \\t]*:.*"), completed);
        }
    }

    private static String atAnySplit(byte[] message, Set<String> unwanted) throws IOException {
        String whole = HeaderCompletionTest.completed(List.of(message), unwanted);
        for (List<byte[]> pieces : Cuts.several(message)) {
            assertEquals(whole, HeaderCompletionTest.completed(pieces, unwanted));
        }
        return whole;
    }
}
