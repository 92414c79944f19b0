package mailserver.smtp.server;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import mailserver.mime.TransferEncoder;
import mailserver.smtp.Reply;
import mailserver.smtp.StandardReplies;
import mailserver.wire.BareNewlines;
import mailserver.wire.ChunkReader;
import mailserver.wire.OctetSink;

/** A message that comes in chunks (RFC 3030 §2), each told of before it is written. */
final class ChunkedMessage implements OctetSink, Closeable {
    private interface Ending {
        void finish() throws IOException;
    }

    private final Reception reception;
    private final long mostOctets;
    private final OctetSink lines;
    private final Ending ending;
    private final BooleanSupplier bareNewline;
    private long octets;

    private ChunkedMessage(
            Reception reception, long mostOctets, OctetSink lines, Ending ending, BooleanSupplier bareNewline) {
        this.reception = reception;
        this.mostOctets = mostOctets;
        this.lines = lines;
        this.ending = ending;
        this.bareNewline = bareNewline;
    }

    /** @param mostOctets how many may come in all chunks together */
    static ChunkedMessage ofText(Reception reception, long mostOctets, BareNewlines rule) {
        var reader = new ChunkReader(reception, rule);
        return new ChunkedMessage(reception, mostOctets, reader::accept, reader::finish, reader::refused);
    }

    /** For a message that is made text on the way; a line end in it may be anything. */
    static ChunkedMessage ofBinary(Reception reception, long mostOctets) {
        var encoder = new TransferEncoder(TransferEncoder.Into.EIGHT_BIT, reception);
        return new ChunkedMessage(reception, mostOctets, encoder, encoder::finish, () -> false);
    }

    /** So many more are about to come. */
    void announce(long more) {
        // Not the sum, which might be beyond a long.
        if (more > mostOctets - octets) {
            reception.refuse(DataLimiter.tooLarge(mostOctets));
        } else {
            octets += more;
        }
    }

    @Override
    public void write(byte[] block, int offset, int length) throws IOException {
        if (reception.refusal().isEmpty()) {
            lines.write(block, offset, length);
        }
    }

    /** What to answer to the last chunk instead of taking it, if anything. */
    Optional<Reply> refusal() {
        if (bareNewline.getAsBoolean()) {
            reception.refuse(StandardReplies.BARE_NEWLINE);
        }
        return reception.refusal();
    }

    /** The last chunk was the last one. */
    Reply finish(Client client) throws IOException {
        ending.finish();
        // A CR at the very end has only now turned out to be bare.
        return refusal().orElseGet(() -> reception.finish(client));
    }

    @Override
    public void close() {
        reception.close();
    }
}
