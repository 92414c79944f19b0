package mailserver.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

class ControlRequestFuzzTest {
    @FuzzTest
    void what_is_a_request_is_written_so_that_it_is_the_same_one(byte[] octets) {
        Optional<ControlRequest> request = ControlRequest.parse(new String(octets, StandardCharsets.UTF_8));
        request.ifPresent(read -> assertEquals(request, ControlRequest.parse(read.line())));
    }
}
