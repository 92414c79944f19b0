package mailserver.wire;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * A buffered TCP connection that speaks in lines and in dot-terminated data, with a deadline for every wait.
 *
 * <p>What is written is sent when the reader is about to wait for input, so a batch of pipelined commands gets its replies
 * in one packet (RFC 2920 §3.2) and no session has to remember to flush. Not safe for several threads, but for
 * {@link #close()}, {@link #shutdownInput()} and {@link #isStuck}.
 */
public final class Connection implements Closeable {
    /** Enough for commands and replies; ten thousand clients that say nothing shall cost little. */
    private static final int SMALL = 1024;
    /** For messages, as long as they flow. Half the time of a large one goes into system calls if a block is but 8 KB. */
    private static final int LARGE = 32 * 1024;
    /** A step on the way there: most messages are small, and most clients slow. */
    private static final int GROWTH = 8;
    /** How much of a line without an end is read before we give up on the client. */
    private static final long ENDLESS = 16L * 1024 * 1024;

    /** The TCP connection itself, below TLS where there is TLS. */
    private final Socket wire;

    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private byte[] input = new byte[SMALL];
    private int position;
    private int limit;
    private byte[] output = new byte[SMALL];
    private int pending;
    /** It was peeked at, and has its deadline. */
    private boolean lineBegun;

    private final Deadlines deadlines = new Deadlines();

    /** @throws IOException if the socket is closed already */
    public Connection(Socket socket) throws IOException {
        this.wire = socket;
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /**
     * Goes on in TLS. What is queued is sent before, in the clear. What the other side has sent ahead of the handshake is thrown
     * away: somebody in between may have put it there (RFC 3207 §4.2, RFC 2595 §4).
     *
     * @param most how long the whole handshake may take; a {@link StallGuard} sees to it
     * @return what was agreed upon
     * @throws IOException when there is no agreement; the connection is of no more use then
     */
    public SSLSession startTls(TlsLayer layer, Duration most) throws IOException {
        flush();
        position = 0;
        limit = 0;
        return shakeHands(layer.over(wire), most);
    }

    /** TLS from the first octet, where the client has sent so much already that was peeked at. */
    public SSLSession acceptTls(TlsAcceptor layer, Duration most) throws IOException {
        var begun = new BegunInput(Arrays.copyOfRange(input, position, limit), in);
        position = 0;
        limit = 0;
        return shakeHands(layer.over(wire, begun), most);
    }

    private SSLSession shakeHands(SSLSocket secured, Duration most) throws IOException {
        lineBegun = false;
        deadlines.beginHandshake(most);
        try {
            secured.setSoTimeout((int) Math.min(most.toMillis(), Integer.MAX_VALUE));
            secured.startHandshake();
            socket = secured;
            in = secured.getInputStream();
            out = secured.getOutputStream();
            return secured.getSession();
        } finally {
            deadlines.shakenHands();
        }
    }

    /** The most time a whole line, or the next block of data, may take from now on. */
    public void timeout(Duration most) {
        deadlines.timeout(most);
    }

    /** All lines from now on have to come within this time, however fast each of them comes. Data have a pace of their own. */
    public void endIn(Duration most) {
        deadlines.endIn(most);
    }

    /** Lines may come as long as each is in time. */
    public void noEnd() {
        deadlines.noEnd();
    }

    public InetSocketAddress remote() {
        return (InetSocketAddress) socket.getRemoteSocketAddress();
    }

    public InetSocketAddress local() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /**
     * Waits for the start of a line, which is left to be read, and whose deadline begins here.
     *
     * @return so many octets at the most, and one at least; none at the end of the connection
     */
    public byte[] peek(int most) throws IOException {
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
    public Optional<String> peekLine(Duration moment) throws IOException {
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
        flush();
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
    public Line readLine(int most) throws IOException {
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
     * @throws EndlessException when it is further away
     */
    public boolean readData(DataReader reader, long most) throws IOException {
        var pace = deadlines.pace();
        try {
            while (fillLarge(pace)) {
                int taken = reader.accept(input, position, limit - position);
                position += taken;
                pace.came(taken);
                if (reader.done()) {
                    return true;
                }
                if (pace.octets() > most) {
                    throw new EndlessException(most);
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
    public boolean readOctets(long count, Sink sink) throws IOException {
        var pace = deadlines.pace();
        try {
            long left = count;
            while (left > 0 && fillLarge(pace)) {
                int part = (int) Math.min(left, limit - position);
                int from = position;
                position += part;
                pace.came(part);
                left -= part;
                sink.write(input, from, part);
            }
            return left == 0;
        } finally {
            shrinkInput();
        }
    }

    /** Sees to it that there is input, a large block if we must wait for it; false at the end of the connection. */
    private boolean fillLarge(Pace pace) throws IOException {
        deadlines.beginBlock(pace);
        boolean flows = input.length == SMALL || limit == input.length;
        if (position == limit && flows && input.length < LARGE) {
            input = new byte[grown(input.length)];
        }
        return position < limit || fill();
    }

    private static int grown(int length) {
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
    public boolean hasInput() {
        return position < limit;
    }

    /** Queues text, as UTF-8. */
    public void write(String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        write(octets, 0, octets.length);
    }

    /** Queues octets; sends when the buffer is full. */
    public void write(byte[] octets, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (pending == output.length) {
                if (output.length < LARGE) {
                    output = Arrays.copyOf(output, grown(output.length));
                } else {
                    flush();
                }
            }
            int part = Math.min(left, output.length - pending);
            System.arraycopy(octets, from, output, pending, part);
            pending += part;
            from += part;
            left -= part;
        }
    }

    /** Sends all that is queued. */
    public void flush() throws IOException {
        if (pending == 0) {
            return;
        }
        int length = pending;
        // What can't be sent now can't be sent later: whoever reads on, for a last reply, must not meet it again.
        pending = 0;
        deadlines.beginWrite();
        try {
            out.write(output, 0, length);
        } finally {
            deadlines.written();
        }
    }

    /** For {@link StallGuard}. */
    boolean isStuck(long now, long mostWrite) {
        return deadlines.isStuck(now, mostWrite);
    }

    /** Makes a reader that waits see the end of input, so that it can say goodbye. */
    public void shutdownInput() {
        try {
            // Below TLS: the layer above takes it for the end of input and can still write.
            wire.shutdownInput();
        } catch (IOException e) {
            // Closed already, or reset by the other side: there is nobody to say goodbye to.
            close();
        }
    }

    /** Closes without sending what is queued. Never throws. */
    @Override
    public void close() {
        try {
            // Below TLS, too: a close_notify would have to wait for a write that is stuck.
            wire.close();
        } catch (IOException e) {
            // A socket that can't be closed is closed: there is nothing more to do with it.
        }
    }

    /**
     * Says goodbye to a client that may still be sending: sends what is queued, ends our half, and reads on for a moment.
     * A plain close with unread input makes TCP reset the connection, and the last reply may never be seen.
     */
    public void closeGently() {
        try {
            flush();
            // In TLS this is a write, too.
            deadlines.beginWrite();
            socket.shutdownOutput();
            deadlines.written();
            socket.setSoTimeout(200);
            long drained = 0;
            long until = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            int n;
            while ((n = in.read(input)) >= 0 && (drained += n) < ENDLESS && System.nanoTime() < until) {
                // Thrown away: the session is over.
            }
        } catch (IOException e) {
            // The client was faster, or slower than it is worth waiting for.
        } finally {
            close();
        }
    }

    private boolean fill() throws IOException {
        flush();
        if (output.length > SMALL) {
            output = new byte[SMALL];
        }
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
