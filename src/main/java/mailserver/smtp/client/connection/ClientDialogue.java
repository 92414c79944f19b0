package mailserver.smtp.client.connection;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSession;
import mailserver.smtp.Reply;
import mailserver.smtp.client.message.LastChunk;
import mailserver.smtp.client.message.OutgoingMessage;
import mailserver.store.Fence;
import mailserver.wire.Connection;
import mailserver.wire.CrlfWriter;
import mailserver.wire.DataWriter;
import mailserver.wire.Line;
import mailserver.wire.TlsLayer;
import mailserver.wire.Transcript;
import mailserver.wire.text.Printable;

/**
 * Commands to a peer and its replies, one connection long. Every {@link IOException} from here says in its message what
 * the peer did wrong, and leaves a dialogue that is of no more use.
 */
public final class ClientDialogue {
    /** RFC 5321 §4.5.3.1.5 allows 512 octets; peers exceed it with links and explanations. Of a longer line this much is kept. */
    private static final int LONGEST_LINE = 2048;
    /** No honest peer says more at once. Of more lines these and the last are kept: a reply must not fill the memory. */
    private static final int MOST_LINES = 500;
    /** Who goes on for so many lines does not mean to come to an end. */
    private static final int ENDLESS = 10_000;

    private final String peer;
    private final Connection connection;
    private final Transcript transcript;
    private final Fence fence;

    /** @param peer its name in messages */
    ClientDialogue(String peer, Connection connection, Transcript transcript) {
        this(peer, connection, transcript, Fence.NONE);
    }

    /** @param fence asked before each octet that goes out, the final dot above all */
    ClientDialogue(String peer, Connection connection, Transcript transcript, Fence fence) {
        this.fence = fence;
        this.peer = peer;
        this.connection = connection;
        this.transcript = transcript;
    }

    /** Queues a command; it goes out no later than the next reply is waited for. */
    public void send(String command) throws IOException {
        send(command, command);
    }

    /** @param shown what a transcript sees in its place */
    void send(String command, String shown) throws IOException {
        if (command.chars().anyMatch(Character::isISOControl)) {
            // An address that the parser let through can't hold one: somebody built it by hand.
            throw new IllegalArgumentException("a control character in a command");
        }
        transcript.sent(shown);
        write(command + "\r\n");
    }

    /**
     * Goes on in TLS. What the peer has said ahead of the handshake is not heard.
     *
     * @param most for the whole handshake
     */
    SSLSession startTls(TlsLayer layer, Duration most) throws IOException {
        SSLSession agreed = connection.startTls(layer, most);
        transcript.secured(agreed.getProtocol() + " " + agreed.getCipherSuite());
        return agreed;
    }

    /** The answer to a message that was sent to its end. */
    public Reply verdict(Duration most) throws LostReplyException {
        try {
            // What was written last goes out only now.
            fence.require();
            return reply("the message", most);
        } catch (IOException e) {
            throw new LostReplyException(e);
        }
    }

    public Reply ask(String command, Duration most) throws IOException {
        send(command);
        return reply(command, most);
    }

    /** Sends the message, dot-stuffed and with its final dot. */
    public void send(OutgoingMessage message) throws IOException {
        var writer = new DataWriter(this::write);
        message.copyTo(writer);
        writer.finish();
        transcript.sent(".");
    }

    /** Sends what a chunk is to hold. */
    public void send(byte[] chunk) throws IOException {
        write(chunk, 0, chunk.length);
    }

    /** Sends the last chunk of a message: what stands on the wire from one octet up to its end. */
    public void send(OutgoingMessage message, long from, long end) throws IOException {
        var chunk = new LastChunk(from, end, this::write);
        var lines = new CrlfWriter(chunk);
        message.copyTo(lines);
        lines.finish();
        chunk.finish();
    }

    /**
     * Waits for a whole reply. However long it is, its code decides: a message whose 250 were not understood for its length
     * would be sent, and delivered, again and again.
     *
     * @param to what it answers, for messages
     */
    public Reply reply(String to, Duration most) throws IOException {
        long end = System.nanoTime() + most.toNanos();
        var lines = new ArrayList<String>();
        int read = 0;
        do {
            if (read++ == ENDLESS) {
                throw new IOException(peer + " does not come to the end of its answer to " + to);
            }
            // One clock for all lines: a peer that drips them may not hold us for ever.
            String line = line(to, Duration.ofNanos(end - System.nanoTime()));
            transcript.received(line);
            // Looked at one by one: behind garbage that has a '-' in the right place no other line may follow.
            if (Reply.parse(List.of(line)).isEmpty()) {
                throw new IOException(peer + " answered " + to + " with what is no reply: " + excerpt(line));
            }
            if (lines.size() > MOST_LINES) {
                lines.removeLast();
            }
            lines.add(line);
        } while (Reply.continues(lines.getLast()));
        return Reply.parse(lines).orElseThrow();
    }

    private String line(String to, Duration most) throws IOException {
        connection.timeout(most);
        try {
            return switch (connection.readLine(LONGEST_LINE)) {
                case Line.Text(String text) -> harmless(text);
                // The text is for people, and some peers write it in the charset of their country.
                case Line.Garbled(String text) -> harmless(text);
                case Line.TooLong(String start) -> harmless(start);
                case Line.Endless endless ->
                    throw new IOException(peer + " answered " + to + " with a line that has no end");
                case Line.End end ->
                    throw new IOException(peer + " closed the connection in place of an answer to " + to);
            };
        } catch (SocketTimeoutException e) {
            throw new IOException(peer + " gave no answer to " + to + " in time", e);
        } catch (SocketException e) {
            throw new IOException(
                    "lost the connection to " + peer + " before its answer to " + to + ": " + e.getMessage(), e);
        }
    }

    private void write(String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        write(octets, 0, octets.length);
    }

    private void write(byte[] octets, int offset, int length) throws IOException {
        fence.require();
        try {
            connection.write(octets, offset, length);
        } catch (IOException e) {
            throw new IOException("lost the connection to " + peer + " while sending: " + e.getMessage(), e);
        }
    }

    /** Replies end up in logs, bounces and on terminals. Nothing else of them is changed. */
    private static String harmless(String text) {
        return Printable.line(text);
    }

    private static String excerpt(String line) {
        return line.length() <= 80 ? line : line.substring(0, 80) + "…";
    }
}
