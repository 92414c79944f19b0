package mailserver.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class MeasurementFileFuzzTest {
    @TempDir
    static Path folder;

    @FuzzTest
    void what_can_be_read_of_any_file_is_kept(byte[] octets) throws IOException {
        var file = new MeasurementFile(Files.write(folder.resolve("measured"), octets));
        MeasurementFile.Contents read = file.read();
        assertTrue(read.lines() >= read.measurements().size());
        read.measurements().values().forEach(one -> {
            assertTrue(one.wireBytes() >= 0);
            assertTrue(MaildirName.isSha256(one.sha256()));
        });
        file.rewrite(read.measurements());
        assertEquals(read.measurements(), file.read().measurements());
    }
}
