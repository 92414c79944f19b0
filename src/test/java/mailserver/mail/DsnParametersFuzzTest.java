package mailserver.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import mailserver.wire.text.Printable;

/** The values of RFC 3461 §4 that a client writes: ENVID, NOTIFY, ORCPT. */
class DsnParametersFuzzTest {
    @FuzzTest
    void xtext_holds_any_text(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        Xtext encoded = Xtext.encode(text);
        assertEquals(text, encoded.decoded());
        assertEquals(Optional.of(encoded), Xtext.parse(encoded.toString()));
    }

    @FuzzTest
    void xtext_stays_as_it_came_and_keeps_its_meaning(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        Xtext.parse(text).ifPresent(read -> {
            assertEquals(text, read.toString());
            assertTrue(text.matches("[!-~]*"));
            assertEquals(read.decoded(), Xtext.encode(read.decoded()).decoded());
        });
    }

    @FuzzTest
    void what_was_asked_for_is_asked_of_the_next_server(byte[] octets) {
        Optional<Notify> asked = Notify.parse(new String(octets, StandardCharsets.UTF_8));
        asked.ifPresent(notices -> {
            assertEquals(asked, notices.keywords().flatMap(Notify::parse));
            assertTrue(notices.keywords().orElseThrow().matches("NEVER|[A-Z,]+"));
        });
    }

    @FuzzTest
    void an_original_recipient_stays_as_it_came(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        OriginalRecipient.parse(text).ifPresent(read -> {
            assertEquals(text, read.toString());
            assertEquals(Printable.word(text), text, "it goes to the next server and into headers");
            assertTrue(text.matches("\\S+"));
            read.decoded();
        });
    }

    @FuzzTest
    void any_address_can_be_an_original_recipient(byte[] octets) {
        Address.parse(new String(octets, StandardCharsets.UTF_8)).ifPresent(address -> {
            OriginalRecipient original = OriginalRecipient.of(address);
            assertEquals(Optional.of(original), OriginalRecipient.parse(original.toString()));
        });
    }
}
