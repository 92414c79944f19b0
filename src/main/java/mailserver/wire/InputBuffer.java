package mailserver.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * What has come in on a connection and nobody has read yet, and the ways to read it: lines, dot-terminated data, so many octets. Before
 * it waits for more it sends what is queued. It grows while a message flows, and is small again behind it.
 */
final class InputBuffer {
    /** Enough for commands and replies; ten thousand clients that say nothing shall cost little. */
    static final int SMALL = 1024;
    /** For messages, as long as they flow. Half the time of a large one goes into system calls if a block is but 8 KB. */
    static final int LARGE = 32 * 1024;
    /** A step on the way there: most messages are small, and most clients slow. */
    private static final int GROWTH = 8;
    /** How much of a line without an end is read before we give up on the client. */
    private static final long ENDLESS = 16L * 1024 * 1024;

    private final Deadlines deadlines;
    private final OutputBuffer output;
    private Socket socket;
    private InputStream in;
    private byte[] input = new byte[SMALL];
    private int position;
    private int limit;
    /** It was peeked at, and has its deadline. */
    private boolean lineBegun;

    InputBuffer(Deadlines deadlines, OutputBuffer output, Socket socket) throws IOException {
        this.deadlines = deadlines;
        this.output = output;
        readFrom(socket);
    }

    /** Reads on from another socket: that of a TLS layer over the one before. */
    void readFrom(Socket other) throws IOException {
        socket = other;
        in = other.getInputStream();
        lineBegun = false;
    }

    /** Throws away what has come and was not read. */
    void clear() {
        position = 0;
        limit = 0;
    }

    /** Hands over what has come, and what is to come: to a TLS layer. */
    InputStream takeBegun() {
        var begun = new ReplayedInput(Arrays.copyOfRange(input, position, limit), in);
        clear();
        return begun;
    }

    /** Reads for a moment and throws it away: a close with unread input would reset the connection. */
    void drain() throws IOException {
        socket.setSoTimeout(200);
        long drained = 0;
        long until = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        int n;
        while ((n = in.read(input)) >= 0 && (drained += n) < ENDLESS && System.nanoTime() < until) {
            // The session is over.
        }
    }

    /**
     * Waits for the start of a line, which is left to be read, and whose deadline begins here.
     *
     * @return so many octets at the most, and one at least; none at the end of the connection
     */
    byte[] peek(int most) throws IOException {
        deadlines.beginLine();
        lineBegun = true;
        return position == limit && !fill()
                ? new byte[0]
                : Arrays.copyOfRange(input, position, Math.min(limit, position + most));
    }

    /**
     * A whole line that is left to be read, if it comes in a moment and isn't too long for that.
     *
     * @param moment the longest wait, for each packet of it
     */
    Optional<String> peekLine(Duration moment) throws IOException {
        deadlines.beginLine();
        int end;
        while ((end = LineScan.lineFeed(input, position, limit)) == limit) {
            if (!fillUp(moment)) {
                return Optional.empty();
            }
        }
        int length = end > position && input[end - 1] == '\r' ? end - 1 - position : end - position;
        return Optional.of(new String(input, position, length, StandardCharsets.ISO_8859_1));
    }

    /** Reads on behind what is there already; false when nothing comes, or there is no room for it. */
    private boolean fillUp(Duration moment) throws IOException {
        output.flush();
        limit -= position;
        System.arraycopy(input, position, input, 0, limit);
        position = 0;
        if (limit == input.length) {
            return false;
        }
        socket.setSoTimeout((int) Math.min(moment.toMillis(), deadlines.beginRead()));
        try {
            int n = in.read(input, limit, input.length - limit);
            limit += Math.max(n, 0);
            return n > 0;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            deadlines.read();
        }
    }

    /**
     * Reads one line that ends in CRLF or a bare LF.
     *
     * @param most the longest line in octets, its end not counted
     * @throws SocketTimeoutException when the line is not whole within the timeout
     */
    Line readLine(int most) throws IOException {
        if (!lineBegun) {
            deadlines.beginLine();
        }
        lineBegun = false;
        var line = new ByteArrayOutputStream(80);
        long length = 0;
        while (true) {
            if (position == limit && !fill()) {
                return new Line.End();
            }
            int start = position;
            position = LineScan.lineFeed(input, start, limit);
            length += position - start;
            // One octet more than allowed may still be the CR of the line end.
            line.write(input, start, Math.min(position - start, most + 1 - line.size()));
            if (length > ENDLESS) {
                return new Line.Endless();
            }
            if (position < limit) {
                position++;
                byte[] octets = line.toByteArray();
                return length > most + 1L ? Line.TooLong.of(octets, most) : Line.of(octets, most);
            }
        }
    }

    /**
     * Reads dot-terminated data to its true end (RFC 5321 §4.5.2), as {@link DataReader} describes.
     *
     * @param most how many octets are read in search of that end
     * @return false when the connection ended first
     * @throws EndlessInputException when it is further away
     */
    boolean readData(DataReader reader, long most) throws IOException {
        var rate = deadlines.rate();
        try {
            while (fillLarge(rate)) {
                int taken = reader.accept(input, position, limit - position);
                position += taken;
                rate.came(taken);
                if (reader.done()) {
                    return true;
                }
                if (rate.octets() > most) {
                    throw new EndlessInputException(most);
                }
            }
            return false;
        } finally {
            shrinkInput();
        }
    }

    /**
     * Passes on exactly so many octets, whatever they are (RFC 3030 §2). When the sink throws, the next octet to be read is
     * somewhere in the middle of them.
     *
     * @return false when the connection ended first
     */
    boolean readOctets(long count, OctetSink sink) throws IOException {
        var rate = deadlines.rate();
        try {
            long left = count;
            while (left > 0 && fillLarge(rate)) {
                int part = (int) Math.min(left, limit - position);
                int from = position;
                position += part;
                rate.came(part);
                left -= part;
                sink.write(input, from, part);
            }
            return left == 0;
        } finally {
            shrinkInput();
        }
    }

    /** Sees to it that there is input, a large block if we must wait for it; false at the end of the connection. */
    private boolean fillLarge(MinimumRate rate) throws IOException {
        deadlines.beginBlock(rate);
        boolean flows = input.length == SMALL || limit == input.length;
        if (position == limit && flows && input.length < LARGE) {
            input = new byte[grown(input.length)];
        }
        return position < limit || fill();
    }

    static int grown(int length) {
        return Math.min(length * GROWTH, LARGE);
    }

    /** Gives the large buffer back, unless more commands are in it than fit in a small one. */
    private void shrinkInput() {
        int left = limit - position;
        if (input.length > SMALL && left <= SMALL) {
            byte[] small = new byte[SMALL];
            System.arraycopy(input, position, small, 0, left);
            input = small;
            position = 0;
            limit = left;
        }
    }

    /** True when input has arrived that nobody has read, such as a pipelined command. */
    boolean hasInput() {
        return position < limit;
    }

    private boolean fill() throws IOException {
        output.flush();
        output.shrink();
        socket.setSoTimeout(deadlines.beginRead());
        int n;
        try {
            n = in.read(input, 0, input.length);
        } finally {
            deadlines.read();
        }
        position = 0;
        limit = Math.max(n, 0);
        return n > 0;
    }
}
