package mailserver.smtp.client.message;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import mailserver.wire.OctetSink;

/**
 * A stored message as a peer shall see it: without the Return-Path on top, which only the server of final delivery may
 * write (RFC 5321 §4.4). Every failure to read says so, to be told from trouble with the network.
 */
public final class StoredMessage implements Closeable {
    private static final String RETURN_PATH = "return-path:";
    private static final int BLOCK = 8 * 1024;

    private final Path file;
    private final InputStream in;

    private StoredMessage(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    public static StoredMessage open(Path file) throws IOException {
        try {
            var in = new BufferedInputStream(Files.newInputStream(file), BLOCK);
            try {
                skipReturnPath(in);
                return new StoredMessage(file, in);
            } catch (IOException e) {
                in.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    public void copyTo(OctetSink sink) throws IOException {
        byte[] block = new byte[BLOCK];
        int n;
        while ((n = read(block)) >= 0) {
            sink.write(block, 0, n);
        }
    }

    private int read(byte[] block) throws IOException {
        try {
            return in.read(block);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static void skipReturnPath(InputStream in) throws IOException {
        in.mark(RETURN_PATH.length());
        byte[] start = in.readNBytes(RETURN_PATH.length());
        if (!new String(start, StandardCharsets.ISO_8859_1).equalsIgnoreCase(RETURN_PATH)) {
            in.reset();
            return;
        }
        int next;
        do {
            int b;
            do {
                b = in.read();
            } while (b >= 0 && b != '\n');
            in.mark(1);
            next = in.read();
            // A line that begins with white space continues the one before (RFC 5322 §2.2.3).
        } while (next == ' ' || next == '\t');
        if (next >= 0) {
            in.reset();
        }
    }

    private static IOException unreadable(Path file, IOException cause) {
        return new IOException("the stored message can't be read: " + file.getFileName() + ": " + cause, cause);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
