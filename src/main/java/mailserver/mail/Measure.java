package mailserver.mail;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import mailserver.wire.LineScan;

/** Measures stored text as it goes by: its length, its length on the wire, its digest. */
public final class Measure {
    private final MessageDigest digest;
    private long bytes;
    private long lineFeeds;
    private byte last = '\n';

    public Measure() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public void update(byte[] octets, int offset, int length) {
        digest.update(octets, offset, length);
        bytes += length;
        if (length > 0) {
            countLineFeeds(octets, offset, offset + length);
            last = octets[offset + length - 1];
        }
    }

    private void countLineFeeds(byte[] octets, int from, int to) {
        for (int i = LineScan.lineFeed(octets, from, to); i < to; i = LineScan.lineFeed(octets, i + 1, to)) {
            byte before = i == from ? last : octets[i - 1];
            // A CRLF that another program stored is one line end on the wire, not two.
            if (before != '\r') {
                lineFeeds++;
            }
        }
    }

    public long bytes() {
        return bytes;
    }

    /** A file without a last line end gets one on the wire; an empty file is empty there, too. */
    public long wireBytes() {
        return bytes + lineFeeds + (last == '\n' ? 0 : 2);
    }

    /** Lower-case hex. To be called once, at the end. */
    public String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
