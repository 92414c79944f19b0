package mailserver.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import mailserver.Cuts;
import mailserver.mail.MessageTraits;
import mailserver.mime.TransferEncoder.Into;

/** Any octets at all are a message, of MIME or not. */
class TransferEncoderFuzzTest {
    private record Encoded(String text, boolean eightBitLeft) {
        byte[] octets() {
            return text.getBytes(ISO_8859_1);
        }
    }

    @FuzzTest
    void no_octet_beyond_ASCII_is_left_for_a_peer_without_8BITMIME(byte[] message) throws IOException {
        Encoded encoded = encodedAtAnySplit(message, Into.SEVEN_BIT);
        MessageTraits left = traits(encoded.octets());
        assertTrue(encoded.eightBitLeft() || !left.eightBitBody(), encoded.text());
        assertTrue(left.eightBitBody() || left.eightBitHeader() || !encoded.eightBitLeft(), encoded.text());
        // The one field that is written anew may have been the one that held such octets.
        assertTrue(traits(message).eightBitHeader() || !left.eightBitHeader(), encoded.text());
        assertEquals(encoded, encodedAtAnySplit(encoded.octets(), Into.SEVEN_BIT), "once is enough");
    }

    @FuzzTest
    void what_was_binary_is_text_that_can_be_stored(byte[] message) throws IOException {
        Encoded encoded = encodedAtAnySplit(message, Into.EIGHT_BIT);
        assertFalse(encoded.text().contains("\r"), encoded.text());
        assertEquals(encoded, encodedAtAnySplit(encoded.octets(), Into.EIGHT_BIT), "once is enough");
    }

    @FuzzTest
    void each_octet_is_in_a_header_or_in_a_body(byte[] message) throws IOException {
        MessageTraits traits = traits(message);
        boolean eightBit = !new String(message, ISO_8859_1).matches("(?s)[\\x00-\\x7f]*");
        assertEquals(eightBit, traits.eightBitHeader() || traits.eightBitBody());
    }

    private static Encoded encodedAtAnySplit(byte[] message, Into into) throws IOException {
        Encoded whole = encoded(List.of(message), into);
        for (List<byte[]> pieces : Cuts.several(message)) {
            assertEquals(whole, encoded(pieces, into));
        }
        return whole;
    }

    private static Encoded encoded(List<byte[]> pieces, Into into) throws IOException {
        var out = new ByteArrayOutputStream();
        var encoder = new TransferEncoder(into, out::write);
        for (byte[] piece : pieces) {
            encoder.write(piece, 0, piece.length);
        }
        encoder.finish();
        return new Encoded(out.toString(ISO_8859_1), encoder.eightBitLeft());
    }

    private static MessageTraits traits(byte[] message) throws IOException {
        MessageTraits whole = traits(List.of(message));
        for (List<byte[]> pieces : Cuts.several(message)) {
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
