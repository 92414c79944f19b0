package mailserver.transfer;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import mailserver.store.DurableFiles;

/** A new file, for our eyes only, that is on the disk when it says so. */
final class SyncedFile implements Closeable {
    private final FileChannel channel;
    private final OutputStream out;

    SyncedFile(Path file) throws IOException {
        this.channel = DurableFiles.create(file);
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), 64 * 1024);
    }

    void write(String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        out.write(octets);
    }

    void write(byte[] octets, int offset, int length) throws IOException {
        out.write(octets, offset, length);
    }

    void sync() throws IOException {
        out.flush();
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
