package mailserver.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import mailserver.mime.TransferEncoder.Into;

/** What a {@link TransferEncoder} makes of a message. One character stands for one octet. */
record Converted(String text, boolean eightBitLeft) {
    static Converted of(Into into, String message) throws IOException {
        return of(into, List.of(message.getBytes(ISO_8859_1)));
    }

    static Converted of(Into into, List<byte[]> pieces) throws IOException {
        var out = new ByteArrayOutputStream();
        var encoder = new TransferEncoder(into, out::write);
        for (byte[] piece : pieces) {
            encoder.write(piece, 0, piece.length);
        }
        encoder.finish();
        return new Converted(out.toString(ISO_8859_1), encoder.eightBitLeft());
    }

    byte[] octets() {
        return text.getBytes(ISO_8859_1);
    }
}
