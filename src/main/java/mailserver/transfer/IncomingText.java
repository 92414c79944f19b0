package mailserver.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import mailserver.mail.Measure;
import mailserver.wire.OctetSink;

/** Gives a message the LF line ends of our disk, measures it, and keeps its header in mind; every other octet stays as it is. */
final class IncomingText implements OctetSink {
    /** More of a header than this has no date in it, either. */
    private static final int MOST_HEADER = 256 * 1024;

    private final OctetSink out;
    private final Measure measure = new Measure();
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private boolean inHeader = true;
    private boolean heldCr;
    private byte last = '\n';

    IncomingText(OctetSink out) {
        this.out = out;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int from = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (heldCr) {
                heldCr = false;
                if (octets[i] != '\n') {
                    pass(new byte[] {'\r'}, 0, 1);
                }
            }
            if (octets[i] == '\r') {
                pass(octets, from, i - from);
                heldCr = true;
                from = i + 1;
            }
        }
        pass(octets, from, end - from);
    }

    /** To be called once, behind the last octet. */
    void finish() throws IOException {
        if (heldCr) {
            heldCr = false;
            pass(new byte[] {'\r'}, 0, 1);
        }
    }

    boolean isEmpty() {
        return measure.bytes() == 0;
    }

    Header header() {
        return Header.of(header.toByteArray());
    }

    /** To be called once. */
    String sha256() {
        return measure.sha256();
    }

    private void pass(byte[] octets, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        for (int i = offset; inHeader && i < offset + length; i++) {
            inHeader = !(octets[i] == '\n' && last == '\n') && header.size() < MOST_HEADER;
            header.write(octets[i]);
            last = octets[i];
        }
        measure.update(octets, offset, length);
        out.write(octets, offset, length);
    }
}
