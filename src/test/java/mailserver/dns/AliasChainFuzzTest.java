package mailserver.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.time.Duration;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class AliasChainFuzzTest {
    @FuzzTest
    void whatever_a_name_server_says_has_a_meaning(byte[] octets) {
        Message reply;
        try {
            reply = new Message(octets);
        } catch (IOException | IllegalArgumentException e) {
            // No message; the library tells us so.
            return;
        }
        var chain = new AliasChain(TestDns.name("other.example"), Type.MX);
        switch (chain.read(reply)) {
            case AliasChain.Step.On(AliasChain on) -> assertTrue(on.aliases() > chain.aliases() && on.aliases() <= 8);
            case AliasChain.Step.End(Answer answer) -> {
                assertFalse(answer.lifetime().isNegative());
                assertTrue(answer.lifetime().compareTo(Duration.ofHours(1)) <= 0);
                if (answer instanceof Answer.Found found) {
                    found.records().forEach(record -> assertEquals(Type.MX, record.getType()));
                }
                if (answer instanceof Answer.NoSuchName) {
                    assertEquals(Rcode.NXDOMAIN, reply.getRcode());
                }
            }
        }
    }
}
