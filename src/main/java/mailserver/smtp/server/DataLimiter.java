package mailserver.smtp.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import mailserver.smtp.Reply;
import mailserver.smtp.StandardReplies;
import mailserver.smtp.server.MailHandler.Incoming;
import mailserver.wire.LineScan;
import mailserver.wire.OctetSink;
import org.tinylog.Logger;

/**
 * Stands between the data on the wire and the message on disk. What is too big, in a loop, or can't be written is read on to
 * its true end and thrown away, so that the framing never slips and the answer comes once, at the end.
 */
final class DataLimiter implements OctetSink {
    private static final int MOST_HOPS = 100;
    private static final long MORE_AT_LEAST = 16L << 20;
    private static final byte[] RECEIVED = "received:".getBytes(StandardCharsets.US_ASCII);

    private final String id;
    private final Incoming incoming;
    private final long mostOctets;
    private Optional<Reply> refusal = Optional.empty();
    private long wireOctets;
    private int hops;
    private boolean inHeader = true;
    /** In the header: how many octets of the present line have been seen, and how many of them match {@link #RECEIVED}. */
    private int column;

    private int matched;

    DataLimiter(String id, Incoming incoming, long mostOctets) {
        this.id = id;
        this.incoming = incoming;
        this.mostOctets = mostOctets;
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        if (refusal.isPresent()) {
            return;
        }
        inspect(octets, offset, length);
        if (wireOctets > mostOctets) {
            refuse(tooLarge(mostOctets));
        } else if (hops > MOST_HOPS) {
            // RFC 5321 §6.3.
            refuse(StandardReplies.tooManyHops(MOST_HOPS));
        } else {
            try {
                incoming.write(octets, offset, length);
            } catch (IOException e) {
                refuse(storageTrouble(id, e));
            }
        }
    }

    /** What to answer instead of taking the message, if anything. */
    Optional<Reply> refusal() {
        return refusal;
    }

    /** What has come so far, in octets on the wire; no more is counted once the message is refused. */
    long wireOctets() {
        return wireOctets;
    }

    /**
     * What is too large is read on, for its sender to hear so at its end; but no further than this. Who has come so far has seen
     * the limit in the answer to EHLO, and would send for ever.
     */
    static long endless(long mostOctets) {
        long more = Math.max(mostOctets, MORE_AT_LEAST);
        return mostOctets > Long.MAX_VALUE - more ? Long.MAX_VALUE : mostOctets + more;
    }

    /** RFC 1870 §6.1, §6.3. */
    static Reply tooLarge(long mostOctets) {
        return StandardReplies.tooLarge(mostOctets);
    }

    static Reply storageTrouble(String id, IOException e) {
        Logger.error("{}: the message can't be stored: {}", id, e.toString());
        return StandardReplies.NO_STORAGE;
    }

    /** From here on the message is thrown away. The first reason is the one that the client hears. */
    void refuse(Reply reply) {
        if (refusal.isEmpty()) {
            refusal = Optional.of(reply);
            incoming.close();
        }
    }

    private void inspect(byte[] octets, int offset, int length) {
        int end = offset + length;
        wireOctets += length;
        int i = offset;
        while (i < end && inHeader) {
            inspectHeader(octets[i++]);
        }
        for (i = LineScan.lineFeed(octets, i, end); i < end; i = LineScan.lineFeed(octets, i + 1, end)) {
            // Stored as LF, CRLF on the wire.
            wireOctets++;
        }
    }

    private void inspectHeader(byte b) {
        if (b == '\n') {
            wireOctets++;
            inHeader = column > 0;
            column = 0;
            matched = 0;
        } else {
            if (column == matched && matched < RECEIVED.length && (b | 0x20) == RECEIVED[matched]) {
                matched++;
                if (matched == RECEIVED.length) {
                    hops++;
                }
            }
            column++;
        }
    }
}
