package mailserver.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
    /** The TCP connection itself, below TLS where there is TLS. */
    private final Socket wire;

    private final Deadlines deadlines = new Deadlines();
    private final OutputBuffer output;
    private final InputBuffer input;
    private final InetSocketAddress remote;
    /** The same, or TLS over it. */
    private Socket socket;

    private Interference interference = Interference.NONE;

    /** @throws IOException if the socket is closed already */
    public Connection(Socket socket) throws IOException {
        this(socket, (InetSocketAddress) socket.getRemoteSocketAddress());
    }

    /** @param remote whom somebody in between brings */
    public Connection(Socket socket, InetSocketAddress remote) throws IOException {
        this.wire = socket;
        this.remote = remote;
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.output = new OutputBuffer(deadlines, socket.getOutputStream());
        this.input = new InputBuffer(deadlines, output, socket);
    }

    /** Has somebody come between, from the next line and the next packet on. */
    public void interfere(Interference other) {
        interference = other;
        output.interfere(other);
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
        input.clear();
        return shakeHands(layer.over(wire), most);
    }

    /** TLS from the first octet, where the client has sent so much already that was peeked at. */
    public SSLSession acceptTls(BegunTlsLayer layer, Duration most) throws IOException {
        return shakeHands(layer.over(wire, input.takeBegun()), most);
    }

    private SSLSession shakeHands(SSLSocket secured, Duration most) throws IOException {
        deadlines.beginHandshake(most);
        try {
            secured.setSoTimeout((int) Math.min(most.toMillis(), Integer.MAX_VALUE));
            secured.startHandshake();
            socket = secured;
            input.readFrom(secured);
            output.writeTo(secured.getOutputStream());
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
        return remote;
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
        return input.peek(most);
    }

    /**
     * A whole line that is left to be read, if it comes in a moment and isn't too long for that.
     *
     * @param moment the longest wait, for each packet of it
     */
    public Optional<String> peekLine(Duration moment) throws IOException {
        return input.peekLine(moment);
    }

    /**
     * Reads one line that ends in CRLF or a bare LF.
     *
     * @param most the longest line in octets, its end not counted
     * @throws java.net.SocketTimeoutException when the line is not whole within the timeout
     */
    public Line readLine(int most) throws IOException {
        while (true) {
            Line line = input.readLine(most);
            if (interference == Interference.NONE || !(line instanceof Line.Text(String text))) {
                return line;
            }
            // Answers to what came before are not the ones that are meant.
            output.flush();
            Optional<String> instead = interference.heard(text);
            if (instead.isEmpty()) {
                return line;
            }
            write(instead.get());
        }
    }

    /**
     * Reads dot-terminated data to its true end (RFC 5321 §4.5.2), as {@link DataReader} describes.
     *
     * @param most how many octets are read in search of that end
     * @return false when the connection ended first
     * @throws EndlessInputException when it is further away
     */
    public boolean readData(DataReader reader, long most) throws IOException {
        return input.readData(reader, most);
    }

    /**
     * Passes on exactly so many octets, whatever they are (RFC 3030 §2). When the sink throws, the next octet to be read is
     * somewhere in the middle of them.
     *
     * @return false when the connection ended first
     */
    public boolean readOctets(long count, OctetSink sink) throws IOException {
        return input.readOctets(count, sink);
    }

    /** True when input has arrived that nobody has read, such as a pipelined command. */
    public boolean hasInput() {
        return input.hasInput();
    }

    /** Queues text, as UTF-8. */
    public void write(String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        write(octets, 0, octets.length);
    }

    /** Queues octets; sends when the buffer is full. */
    public void write(byte[] octets, int offset, int length) throws IOException {
        output.write(octets, offset, length);
    }

    /** Sends all that is queued. */
    public void flush() throws IOException {
        output.flush();
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
            input.drain();
        } catch (IOException e) {
            // The client was faster, or slower than it is worth waiting for.
        } finally {
            close();
        }
    }
}
