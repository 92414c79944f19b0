package mailserver.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import mailserver.mail.Content;
import mailserver.mail.Measure;
import mailserver.wire.OctetSink;

/**
 * A message on its way to disk: written to a file in a {@code tmp} folder while it comes in, measured as it goes by.
 * It is nothing until {@link #finish()}, and gone after {@link #close()}; whoever wants it links it in between.
 */
public final class Spool implements OctetSink, Closeable {
    /** What is as large as this is written as it is; only what is smaller is gathered. */
    private static final int BLOCK = 8 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final Measure measure = new Measure();
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK);

    /** @param file to be made; its folder must be there */
    public Spool(Path file) throws IOException {
        this(file, DurableFiles.create(file));
    }

    private Spool(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Writes over a file that is nobody's any more, which costs less than a new one. */
    public static Spool over(Path spare) throws IOException {
        return new Spool(spare, DurableFiles.reopen(spare));
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        measure.update(octets, offset, length);
        if (length > block.remaining()) {
            drain();
        }
        if (length < BLOCK) {
            block.put(octets, offset, length);
        } else {
            DurableFiles.writeAll(channel, ByteBuffer.wrap(octets, offset, length));
        }
    }

    public void write(String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        write(octets, 0, octets.length);
    }

    /** Syncs the file; its content is safe when this returns, its name is not yet. */
    public Content finish() throws IOException {
        drain();
        DurableFiles.cutOff(channel);
        channel.force(true);
        channel.close();
        return new Content(file, measure.bytes(), measure.wireBytes(), measure.sha256());
    }

    private void drain() throws IOException {
        DurableFiles.writeAll(channel, block.flip());
        block.clear();
    }

    /** Removes the spool file; links to it stay. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
