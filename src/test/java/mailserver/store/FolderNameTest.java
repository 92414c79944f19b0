package mailserver.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import mailserver.mail.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderNameTest {
    /** Every kind of character that some file system has a rule for. */
    private static final String ODD = "aA.%/\\ :~c2\u00e9\u0130\ud83d\ude80\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob",
                "Bob",
                "b.ob",
                "bob+tag",
                "a_b-c=d~e",
                "lan.example",
                "1",
                "console",
                "com",
                "com10",
                "aux-x"
            })
    void ordinary_names_stand_for_themselves(String text) {
        assertEquals(text, FolderName.encode(text));
    }

    @ParameterizedTest
    @CsvSource({
        "'', %",
        ".bob, %2Ebob",
        "bob., bob%2E",
        "., %2E",
        ".., %2E%2E",
        "..., %2E.%2E",
        "a/b, a%2Fb",
        "'a b ', a%20b%20",
        "a%b, a%25b",
        "a:b*c?, a%3Ab%2Ac%3F",
        "con, %63on",
        "NUL, %4EUL",
        "aux.example, %61ux.example",
        "Com1.x.y, %43om1.x.y",
        "lpt9, %6Cpt9",
        "j\u00f6rg, j%C3%B6rg",
        "\ud83d\ude80, %F0%9F%9A%80"
    })
    void what_some_file_system_would_not_keep_is_written_in_hex(String text, String name) {
        assertEquals(name, FolderName.encode(text));
        assertEquals(Optional.of(text), FolderName.decode(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".bob",
                "bob.",
                "con",
                "a b",
                "a%41",
                "a%2f",
                "a%2",
                "%%",
                "a%",
                "%zz",
                "%C3",
                "%ED%A0%80",
                "\u00e9",
                "a%\uff12\uff10"
            })
    void a_folder_that_we_did_not_name_has_no_text(String name) {
        assertEquals(Optional.empty(), FolderName.decode(name));
    }

    @Test
    void every_text_comes_back_from_its_name_and_no_two_have_one_even_without_case() {
        Map<String, String> names = new HashMap<>();
        for (String text : texts()) {
            String name = FolderName.encode(text);
            assertEquals(Optional.of(text), FolderName.decode(name));
            assertTrue(name.matches("[A-Za-z0-9_+=~%-]([A-Za-z0-9._+=~%-]*[A-Za-z0-9_+=~%-])?"), name);
            // ASCII letters alone keep their case in a name, and accounts have none.
            String other = names.put(name.toLowerCase(Locale.ROOT), text);
            assertTrue(other == null || other.equalsIgnoreCase(text), () -> text + " and " + other);
        }
    }

    @Test
    void rfc5321_4_5_3_1_1_a_local_part_of_64_octets_always_has_a_folder() {
        for (String letter : new String[] {" ", "\u00e9", "\u4e2d", "\ud83d\ude80", "."}) {
            int octets = letter.getBytes(StandardCharsets.UTF_8).length;
            assertTrue(FolderName.encode(letter.repeat(64 / octets)).length() <= 255);
        }
    }

    @Test
    void half_a_surrogate_pair_is_no_text() {
        assertThrows(IllegalArgumentException.class, () -> FolderName.encode("a\ud800"));
    }

    @Test
    void rfc5321_4_1_2_a_mailbox_can_be_made_for_any_address_and_tells_whose_it_is(@TempDir Path mail)
            throws IOException {
        for (String text : new String[] {
            "bob@lan.example",
            "\"../..\"@lan.example",
            "\"a/b c\\\\d\"@con.example",
            "nul@lan.example",
            "\u7528\u6237@b\u00fccher.example",
            "\"\"@lan.example"
        }) {
            Address address = Address.parse(text).orElseThrow();
            Maildir mailbox = Maildir.of(mail, address);
            mailbox.make();
            assertTrue(Files.isDirectory(mailbox.fresh()));
            assertEquals(mail, mailbox.folder().normalize().getParent().getParent());
            assertEquals(Optional.of(address), mailbox.owner());
        }
        assertEquals(Optional.empty(), new Maildir(mail.resolve("lan.example/.hidden")).owner());
        assertEquals(Optional.empty(), new Maildir(mail.resolve("no%20domain/bob")).owner());
        assertEquals(Optional.empty(), new Maildir(Path.of("/")).owner());
    }

    private static List<String> texts() {
        List<String> texts = new ArrayList<>(List.of("con", "CON", "con.", "con%", "nul.a", "nul..", "com0x", "prn/"));
        int[] points = ODD.codePoints().toArray();
        List<String> last = List.of("");
        for (int length = 0; length < 4; length++) {
            texts.addAll(last);
            List<String> longer = new ArrayList<>();
            for (String text : last) {
                for (int c : points) {
                    longer.add(text + Character.toString(c));
                }
            }
            last = longer;
        }
        texts.addAll(last);
        var random = new Random(255);
        for (int round = 0; round < 10_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(10); i >= 0; i--) {
                int c = random.nextInt(Character.MAX_CODE_POINT + 1);
                text.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '%' : c);
            }
            texts.add(text.toString());
        }
        return texts;
    }
}
