package mailserver.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Reads a file line by line, and can go back. A long line comes in pieces: an mbox may be one line of a gigabyte. */
final class LineReader implements Closeable {
    private static final int BLOCK = 64 * 1024;

    private final FileChannel channel;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK).limit(0);
    private boolean behindLineEnd = true;

    LineReader(Path file) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    /**
     * A line, or a part of one.
     *
     * @param octets with its line end, if that is in it
     * @param begins whether a line begins with it
     */
    record Piece(byte[] octets, boolean begins) {
        boolean startsWith(String text) {
            if (!begins || octets.length < text.length()) {
                return false;
            }
            for (int i = 0; i < text.length(); i++) {
                if (octets[i] != text.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        boolean isBlank() {
            return begins
                    && (octets.length == 1 && octets[0] == '\n'
                            || octets.length == 2 && octets[0] == '\r' && octets[1] == '\n');
        }

        /** The end of the file. */
        boolean isEnd() {
            return octets.length == 0;
        }
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Where the next piece begins. */
    long position() throws IOException {
        return channel.position() - block.remaining();
    }

    /** Goes to where a line begins. */
    void seek(long position) throws IOException {
        long start = channel.position() - block.limit();
        if (position >= start && position <= channel.position()) {
            block.position(Math.toIntExact(position - start));
        } else {
            channel.position(position);
            block.limit(0);
        }
        behindLineEnd = true;
    }

    Piece next() throws IOException {
        return next(BLOCK);
    }

    /** @param most no more octets than this */
    Piece next(long most) throws IOException {
        int end = lineEnd();
        if (end < 0 && block.remaining() < BLOCK) {
            refill();
            end = lineEnd();
        }
        int stop = end < 0 ? block.limit() : end + 1;
        int length = (int) Math.min(stop - block.position(), most);
        byte[] octets = Arrays.copyOfRange(block.array(), block.position(), block.position() + length);
        block.position(block.position() + length);
        var piece = new Piece(octets, behindLineEnd);
        behindLineEnd = length > 0 && octets[length - 1] == '\n';
        return piece;
    }

    private int lineEnd() {
        for (int i = block.position(); i < block.limit(); i++) {
            if (block.array()[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void refill() throws IOException {
        block.compact();
        while (block.hasRemaining() && channel.read(block) > 0) {}
        block.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
