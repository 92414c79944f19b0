package mailserver.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mailserver.Cuts;
import mailserver.OddMessage;
import mailserver.OddMessages;
import mailserver.mail.MessageTraits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraitsReaderTest {
    private static final MessageTraits PLAIN = new MessageTraits(false, false, false);

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n", "x", "Subject: hi\n\nHello\n", "Subject: hi", "just text\n", "\nMIME-Version: 1.0\n"})
    void a_message_of_ASCII_without_MIME(String text) throws IOException {
        assertEquals(PLAIN, traits(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MIME-Version: 1.0", "content-type: text/plain", "Content-Transfer-Encoding : 8bit"})
    void rfc2045_3_any_of_its_fields_makes_it_MIME(String field) throws IOException {
        assertEquals(new MessageTraits(true, false, false), traits("Subject: hi\n" + field + "\n\nHello\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Subject: Ä\n\nHello\n", "Subject: hi\n  Ä\n\n", "Subject: Ä", "X: y\nSubject: Ä\n\nHello\n"})
    void rfc6532_3_2_a_header_beyond_ASCII(String text) throws IOException {
        assertEquals(new MessageTraits(false, true, false), traits(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: hi\n\nÄ",
                "\nÄ",
                "Ä without a header\n",
                "Subject: hi\nÄ\n",
                "Subject: hi\n\nSubject: Ä\n"
            })
    void rfc6152_3_a_body_beyond_ASCII(String text) throws IOException {
        assertEquals(new MessageTraits(false, false, true), traits(text));
    }

    @Test
    void rfc6531_3_2_the_header_of_a_part_counts_at_any_depth() throws IOException {
        String forwarded = """
                Content-Type: multipart/mixed; boundary=outer

                --outer
                Content-Type: message/rfc822

                Subject: forwarded
                Content-Type: multipart/alternative; boundary="in ner"

                --in ner
                Content-Type: text/plain; name="%s"

                %s
                --in ner--
                %s
                --outer--
                """;
        assertEquals(new MessageTraits(true, false, false), traits(forwarded.formatted("A", "A", "A")));
        assertEquals(new MessageTraits(true, true, false), traits(forwarded.formatted("Ä", "A", "A")));
        assertEquals(new MessageTraits(true, false, true), traits(forwarded.formatted("A", "Ä", "A")));
        assertEquals(new MessageTraits(true, false, true), traits(forwarded.formatted("A", "A", "Ä")));
    }

    @Test
    void rfc1847_2_1_signed_parts_are_looked_into() throws IOException {
        assertEquals(new MessageTraits(true, true, false), traits("""
                Content-Type: multipart/signed; boundary=b

                --b
                X: Ä

                Hello
                --b--
                """));
    }

    static List<OddMessage> messages() {
        return OddMessages.all();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void cut_anywhere_a_message_is_the_same(OddMessage message) throws IOException {
        MessageTraits whole = traits(List.of(message.stored()));
        assertEquals(message.isEightBit(), whole.eightBitHeader() || whole.eightBitBody());
        assertEquals(whole, traits(Cuts.random(message.stored())));
    }

    private static MessageTraits traits(String text) throws IOException {
        List<List<byte[]>> cuts = Cuts.several(text.getBytes(StandardCharsets.UTF_8));
        MessageTraits whole = traits(cuts.getFirst());
        for (List<byte[]> pieces : cuts) {
            assertEquals(whole, traits(pieces));
        }
        return whole;
    }

    private static MessageTraits traits(List<byte[]> pieces) throws IOException {
        var reader = new TraitsReader();
        for (byte[] piece : pieces) {
            reader.write(piece, 0, piece.length);
        }
        return reader.finish();
    }
}
