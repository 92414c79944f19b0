package mailserver.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class MaildirNameFuzzTest {
    @FuzzTest
    void any_file_name_says_something(byte[] octets) {
        String fileName = new String(octets, StandardCharsets.UTF_8);
        MaildirName name = MaildirName.parse(fileName);
        assertTrue(fileName.startsWith(name.base()));
        assertTrue(fileName.endsWith(name.flags()));
        assertTrue(name.seconds() >= 0 && name.micros() >= 0);
        assertTrue(name.bytes().orElse(0) >= 0 && name.wireBytes().orElse(0) >= 0);
        assertSays(name, ",S=", name.bytes().isPresent());
        assertSays(name, ",W=", name.wireBytes().isPresent());
        assertSays(name, ",H=", name.sha256().isPresent());
        assertTrue(name.time() >= 0);
    }

    @FuzzTest
    void flags_and_folders_change_no_other_part(byte[] octets) {
        String base = MaildirName.base(new String(octets, StandardCharsets.UTF_8));
        MaildirName inNew = MaildirName.parse(base);
        MaildirName inCur = MaildirName.parse(base + ":2,FS");
        assertEquals("FS", inCur.flags());
        assertEquals(inNew.base(), inCur.base());
        assertEquals(inNew.seconds(), inCur.seconds());
        assertEquals(inNew.micros(), inCur.micros());
        assertEquals(inNew.bytes(), inCur.bytes());
        assertEquals(inNew.wireBytes(), inCur.wireBytes());
        assertEquals(inNew.sha256(), inCur.sha256());
    }

    private static void assertSays(MaildirName name, String key, boolean value) {
        assertTrue(!value || name.base().contains(key));
    }
}
