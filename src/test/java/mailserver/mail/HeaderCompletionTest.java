package mailserver.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mailserver.Cuts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderCompletionTest {
    private static final Map<String, String> FIELDS = new LinkedHashMap<>();
    private static final String ALL = "Date: D\nFrom: F\nMessage-ID: M\n";
    private static final Set<String> BLIND = Set.of("bcc", "resent-bcc");

    static {
        FIELDS.put("date", "Date: D\n");
        FIELDS.put("from", "From: F\n");
        FIELDS.put("message-id", "Message-ID: M\n");
    }

    @Test
    void rfc6409_8_what_is_missing_is_put_on_top() throws IOException {
        assertEquals(ALL + "Subject: s\n\ntext\n", completed("Subject: s\n\ntext\n"));
        assertEquals("From: F\nMessage-ID: M\nDate: x\n\n", completed("Date: x\n\n"));
        assertEquals(
                "Date: D\nMessage-ID: M\nX: y\nFROM :\n a\n\nDate: z\n", completed("X: y\nFROM :\n a\n\nDate: z\n"));
        assertEquals("Date: D\nFrom: F\nmessage-id:\n", completed("message-id:\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: a\nDate: b\nMessage-ID: c\n\ntext\n",
                "message-id:c\nfrom:\n\ta\nX:\n y\ndate:\n\n\n\n",
                // Twice is not nice, and none of our business.
                "From: a\nFrom: b\nDate: c\nDate: d\nMessage-Id: e\nno header\n",
                "From: a\nDate: b\nMessage-ID: c"
            })
    void a_whole_header_stays_as_it_is(String message) throws IOException {
        assertEquals(message, completed(message));
    }

    @Test
    void names_that_only_look_like_it_count_for_nothing() throws IOException {
        String other = "Resent-Date: a\nX-From: b\nMessage-ID-Old: c\nSubject: Date: d\n Date: e\n\n";
        assertEquals(ALL + other, completed(other));
    }

    @Test
    void what_has_no_header_gets_one_and_an_empty_line() throws IOException {
        assertEquals(ALL + "\nHello.\nDate: x\n", completed("Hello.\nDate: x\n"));
        assertEquals(ALL + "\ntext\n", completed("\ntext\n"));
        assertEquals(ALL + "\n: x\n", completed(": x\n"));
        // Not to be taken for more of the field above it.
        assertEquals(ALL + "\n  indented\nFrom: x\n", completed("  indented\nFrom: x\n"));
        assertEquals(ALL + "\nno end", completed("no end"));
        assertEquals(ALL, completed(""));
        String lengthy = "x".repeat(5000) + ": y\n";
        assertEquals(ALL + "\n" + lengthy, completed(lengthy));
    }

    @Test
    void a_header_without_an_empty_line_behind_it_ends_all_the_same() throws IOException {
        assertEquals(ALL + "Subject: s\nHello.\nDate: x\n", completed("Subject: s\nHello.\nDate: x\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"From ann@b.example Mon Jan  1 00:00:00 2026\n", ">From ann@b.example Mon\n"})
    void the_line_of_an_mbox_is_no_sender_and_ends_no_header(String line) throws IOException {
        String message = line + "Subject: s\nDate: x\n\ntext\n";
        assertEquals("From: F\nMessage-ID: M\n" + message, completed(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Bcc: a@b|S: x|",
                "-BCC :a,|-\tb,|- c|S: x|",
                "S: x|-bcc:|T: y|",
                "S: x|-Resent-BCC: a|- b|T: y|",
                "-Bcc: a|-RESENT-bcc: b|- |-bcc: c|",
                "S: x|T:|\tBcc: y|-Bcc:|- z|"
            })
    void rfc5322_3_6_3_who_else_gets_it_is_left_out(String marked) throws IOException {
        String header = marked.replaceAll("(^|\\|)-", "$1").replace('|', '\n');
        String kept = marked.replaceAll("-[^|]*\\|", "").replace('|', '\n');
        assertEquals(ALL + kept + "\nBcc: text\n", completed(header + "\nBcc: text\n", BLIND));
        assertEquals(ALL + header + "\nBcc: text\n", completed(header + "\nBcc: text\n"));
    }

    @Test
    void a_blind_copy_may_be_all_there_is() throws IOException {
        assertEquals(ALL + "\ntext\n", completed("Bcc: a@b.example\n\ntext\n", BLIND));
        assertEquals(ALL, completed("Bcc: a@b.example", BLIND));
        assertEquals(ALL, completed("Bcc: a@b.example,\n b", BLIND));
        assertEquals(ALL + "\nno header\nBcc: a\n", completed("no header\nBcc: a\n", BLIND));
        String whole = "From: a\nDate: b\nMessage-ID: c\n";
        assertEquals(whole + "\nBcc: d\n", completed(whole + "Bcc: " + "d,".repeat(9000) + "\n e\n\nBcc: d\n", BLIND));
    }

    /** 16 KiB and more of other fields, some of a single line. */
    @ParameterizedTest
    @ValueSource(strings = {"12345678\nX: ", "x"})
    void below_a_header_too_long_to_be_held_stands_what_is_missing(String more) throws IOException {
        String lengthy = "X: " + more.repeat(30_000 / more.length()) + "\n";
        assertEquals(lengthy + ALL + "\ntext\n", completed(lengthy + "\ntext\n"));
        assertEquals(
                lengthy + "Date: y\nFrom: F\nMessage-ID: M\nno field\n", completed(lengthy + "Date: y\nno field\n"));
        assertEquals(lengthy + ALL, completed(lengthy));
        // An end that was missing is needed now.
        assertEquals(lengthy + "Y: z\n" + ALL, completed(lengthy + "Y: z"));
        assertEquals(lengthy + ALL, completed(lengthy + "Bcc: z", BLIND));
        assertEquals(
                lengthy + "Date: 1\nFrom: 2\nMessage-ID: 3\nBcc",
                completed(lengthy + "Date: 1\nFrom: 2\nMessage-ID: 3\nBcc"));
    }

    @Test
    void no_header_is_held_for_long() throws IOException {
        for (String more : List.of("X: a field\n", " folded\n", "no end")) {
            long[] out = new long[1];
            var completion = new HeaderCompletion(FIELDS, BLIND, (octets, offset, length) -> out[0] += length);
            long in = 0;
            byte[] block = more.repeat(100).getBytes(ISO_8859_1);
            for (int i = 0; i < 3_000; i++) {
                completion.write(block, 0, block.length);
                in += block.length;
                long held = in - out[0];
                assertTrue(held <= HeaderCompletion.MOST_HELD + 2_000, () -> held + " octets are held");
            }
        }
    }

    private static String completed(String message) throws IOException {
        return completed(message, Set.of());
    }

    private static String completed(String message, Set<String> unwanted) throws IOException {
        byte[] octets = message.getBytes(ISO_8859_1);
        String whole = completed(List.of(octets), unwanted);
        for (List<byte[]> pieces : Cuts.several(octets)) {
            assertEquals(whole, completed(pieces, unwanted));
        }
        return whole;
    }

    static String completed(List<byte[]> pieces, Set<String> unwanted) throws IOException {
        var out = new ByteArrayOutputStream();
        var completion = new HeaderCompletion(FIELDS, unwanted, out::write);
        for (byte[] piece : pieces) {
            completion.write(piece, 0, piece.length);
        }
        completion.finish();
        return out.toString(ISO_8859_1);
    }
}
