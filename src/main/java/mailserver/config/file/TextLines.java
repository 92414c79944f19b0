package mailserver.config.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads the lines of a file that may be absent. */
public final class TextLines {
    private TextLines() {}

    public static List<String> read(Path file, Faults faults) {
        try {
            return decode(file, Files.readAllBytes(file), faults).lines().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            faults.add(file, 0, "can't be read: " + e.getMessage());
            return List.of();
        }
    }

    /** Without the byte order mark that some editors of other systems put at the start of UTF-8, where nobody sees it. */
    public static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** The bytes as UTF-8 text; empty, and a fault, when they are something else. */
    public static String decode(Path file, byte[] bytes, Faults faults) {
        try {
            return withoutMark(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            faults.add(file, 0, "is not UTF-8 text");
            return "";
        }
    }
}
