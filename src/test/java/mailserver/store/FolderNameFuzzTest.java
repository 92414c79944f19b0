package mailserver.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

class FolderNameFuzzTest {
    @FuzzTest
    void any_text_gives_a_name_that_is_safe_and_its_own(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        String name = FolderName.encode(text);
        assertTrue(name.matches("[A-Za-z0-9_+=~%-](?:[A-Za-z0-9._+=~%-]*[A-Za-z0-9_+=~%-])?"), name);
        assertEquals(Optional.of(text), FolderName.decode(name));
    }

    @FuzzTest
    void a_folder_has_one_text_or_none(byte[] octets) {
        String name = new String(octets, StandardCharsets.UTF_8);
        FolderName.decode(name).ifPresent(text -> assertEquals(name, FolderName.encode(text)));
    }
}
