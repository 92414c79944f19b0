package mailserver.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

class ControlAnswerFuzzTest {
    @FuzzTest
    void any_words_come_over_the_socket_as_lines(byte[] octets) {
        List<String> words = List.of(new String(octets, StandardCharsets.UTF_8).split("\t", -1));
        for (ControlAnswer answer : List.of(ControlAnswer.ok(words), ControlAnswer.error(words.getFirst(), words))) {
            assertEquals(
                    Optional.of(answer),
                    ControlAnswer.parse(answer.text().lines().toList()));
        }
    }
}
