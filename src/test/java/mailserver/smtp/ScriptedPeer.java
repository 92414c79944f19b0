package mailserver.smtp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import mailserver.config.value.HostPort;
import mailserver.config.value.Peer;
import mailserver.wire.TlsLayer;

/**
 * An SMTP server over a real socket that does what it should, but for the faults it was given, and remembers all it heard.
 *
 * <p>A fault happens at each step that begins with its text: {@code GREETING}, a command such as {@code EHLO} or
 * {@code RCPT TO:<bob@}, {@code BDAT} for a chunk with more to come, and {@code .} for the end of the message.
 */
public final class ScriptedPeer implements Closeable {
    public sealed interface Fault {
        /** Nobody listens. */
        record Refuse() implements Fault {}

        /** Says nothing more. */
        record Hang(String at) implements Fault {}

        /** Closes the connection. */
        record Drop(String at) implements Fault {}

        /** Answers with this, line ends added. */
        record Answer(String at, String... lines) implements Fault {}

        /** Answers with this, and closes the connection. */
        record AnswerAndDrop(String at, String... lines) implements Fault {}

        /** Answers like this the nth time that it comes to such a step, counted from 1 over all connections. */
        record AnswerOnce(String at, int nth, String... lines) implements Fault {}

        /** An answer whose lines never end, or come one by one for ever. */
        record Endless(String at, long pauseMillis) implements Fault {}

        /** Every reply octet by octet. */
        record Slow() implements Fault {}

        /** Replies end with LF alone. */
        record BareLf() implements Fault {}

        /** Reads nothing after the 354. */
        record StopReading() implements Fault {}

        /** Offers CHUNKING, and then takes BDAT and what is in the chunk for commands that it doesn't know. */
        record TakesChunksForCommands() implements Fault {}

        /** Agrees to STARTTLS, and then says something else than what makes a handshake. */
        record GarbledHandshake() implements Fault {}

        /** Agrees to STARTTLS, and then says nothing more. */
        record SilentHandshake() implements Fault {}

        /** Closes the connection right behind the handshake. */
        record DropAfterHandshake() implements Fault {}
    }

    private final ServerSocket listener;
    private final int port;
    private final List<String> extensions;
    private final List<Fault> faults;
    private final Optional<TlsLayer> tls;
    private final List<String> heardInTls = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private final List<byte[]> messages = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private ScriptedPeer(
            ServerSocket listener, int port, Optional<TlsLayer> tls, List<String> extensions, List<Fault> faults) {
        this.listener = listener;
        this.port = port;
        this.tls = tls;
        this.extensions = extensions;
        this.faults = faults;
    }

    public static ScriptedPeer start(List<String> extensions, Fault... faults) throws IOException {
        return start(Optional.empty(), extensions, faults);
    }

    /** One that offers STARTTLS, too, until TLS is there. */
    public static ScriptedPeer withTls(TlsLayer tls, List<String> extensions, Fault... faults) throws IOException {
        return start(Optional.of(tls), extensions, faults);
    }

    private static ScriptedPeer start(Optional<TlsLayer> tls, List<String> extensions, Fault... faults)
            throws IOException {
        var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var listener = new ServerSocket();
        if (List.of(faults).contains(new Fault.Refuse())) {
            // Not a port that is closed again: some other test might get it, and answer.
            var holder = new Socket();
            holder.bind(anywhere);
            var peer = new ScriptedPeer(listener, holder.getLocalPort(), tls, List.copyOf(extensions), List.of(faults));
            peer.sockets.add(holder);
            return peer;
        }
        listener.bind(anywhere, 50);
        var peer = new ScriptedPeer(listener, listener.getLocalPort(), tls, List.copyOf(extensions), List.of(faults));
        Thread.ofVirtual().start(peer::accept);
        return peer;
    }

    public int port() {
        return port;
    }

    /** The way to it, when nothing more is known of it. */
    public Peer asPeer() {
        return Peer.at(new HostPort("localhost", port));
    }

    /** Those of the commands that nobody else could read. */
    public List<String> heardInTls() {
        return heardInTls;
    }

    /** The commands, in order. */
    public List<String> heard() {
        return heard;
    }

    /** Each message that came whole, as it stood on the wire, less the final dot; read as UTF-8. */
    public List<String> messages() {
        return messages.stream()
                .map(message -> new String(message, StandardCharsets.UTF_8))
                .toList();
    }

    /** The octets of the last message that came whole, as they stood on the wire, less the final dot. */
    public byte[] lastMessage() {
        return messages.getLast();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new Talk(socket).run();
        } catch (IOException e) {
            // Closed, by the client, by the script, or by the end of the test.
        }
    }

    /** One connection. */
    private final class Talk {
        private final Socket wire;
        private InputStream in;
        private OutputStream out;
        private boolean secure;
        private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

        Talk(Socket socket) throws IOException {
            wire = socket;
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        void run() throws IOException {
            step("GREETING", "220 peer.example ready");
            String command;
            do {
                command = line();
                heard(command);
                if (command.equals("STARTTLS") && tls.isPresent()) {
                    if (step(command, "220 go ahead").startsWith("220")) {
                        handshake(tls.get());
                    }
                } else if (command.equals("AUTH LOGIN")) {
                    login(command);
                } else if (command.startsWith("BDAT ") && !faults.contains(new Fault.TakesChunksForCommands())) {
                    chunk(command);
                } else if (step(command, usual(command)).startsWith("354")) {
                    message();
                }
            } while (!command.equals("QUIT"));
        }

        private void heard(String line) {
            heard.add(line);
            if (secure) {
                heardInTls.add(line);
            }
        }

        private void handshake(TlsLayer layer) throws IOException {
            if (faults.contains(new Fault.SilentHandshake())) {
                hang();
            }
            if (faults.contains(new Fault.GarbledHandshake())) {
                say("250 what handshake?");
                // Read on, or else TCP might take the words back with a reset.
                in.transferTo(OutputStream.nullOutputStream());
            }
            SSLSocket socket = layer.over(wire);
            socket.startHandshake();
            if (faults.contains(new Fault.DropAfterHandshake())) {
                throw new IOException("dropped by script");
            }
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            secure = true;
        }

        private void login(String command) throws IOException {
            for (String challenge : List.of("334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6")) {
                if (!step(command, challenge).startsWith("334")) {
                    return;
                }
                heard(line());
            }
            step("PASSWORD", "235 welcome");
        }

        private String usual(String command) {
            return switch (command.split("[ :]")[0]) {
                case "EHLO" -> ehlo();
                case "AUTH" -> "235 welcome";
                case "DATA" -> "354 go ahead";
                case "QUIT" -> "221 bye";
                case "MAIL", "RCPT", "RSET", "HELO", "." -> "250 ok";
                default -> "500 what?";
            };
        }

        private String ehlo() {
            var lines = new ArrayList<String>(List.of("peer.example"));
            lines.addAll(extensions);
            if (tls.isPresent() && !secure) {
                lines.add("STARTTLS");
            }
            return String.join(
                    "\r\n", Reply.plain(250, lines.toArray(String[]::new)).wireLines());
        }

        private void message() throws IOException {
            if (faults.contains(new Fault.StopReading())) {
                hang();
            }
            var text = new ByteArrayOutputStream();
            byte[] line;
            while (!new String(line = octetsOfLine(), StandardCharsets.ISO_8859_1).equals(".\r\n")) {
                text.writeBytes(line);
            }
            messages.add(text.toByteArray());
            step(".", "250 taken");
        }

        /** RFC 3030 §2. */
        private void chunk(String command) throws IOException {
            String[] words = command.split(" ");
            int length = Integer.parseInt(words[1]);
            byte[] octets = in.readNBytes(length);
            if (octets.length < length) {
                throw new IOException("the client left");
            }
            chunks.writeBytes(octets);
            if (words.length == 2) {
                step(command, "250 so far");
                return;
            }
            messages.add(chunks.toByteArray());
            chunks.reset();
            step(".", "250 taken");
        }

        /** @return what was answered */
        private String step(String step, String usual) throws IOException {
            steps.add(step);
            for (Fault fault : faults) {
                switch (fault) {
                    case Fault.Hang(String at) when step.startsWith(at) -> hang();
                    case Fault.Drop(String at) when step.startsWith(at) -> throw new IOException("dropped by script");
                    case Fault.Answer(String at, String[] lines)
                    when step.startsWith(at) -> {
                        return say(String.join("\r\n", lines));
                    }
                    case Fault.AnswerOnce(String at, int nth, String[] lines)
                    when step.startsWith(at) && timesAt(at) == nth -> {
                        return say(String.join("\r\n", lines));
                    }
                    case Fault.AnswerAndDrop(String at, String[] lines)
                    when step.startsWith(at) -> {
                        say(String.join("\r\n", lines));
                        throw new IOException("dropped by script");
                    }
                    case Fault.Endless(String at, long pause) when step.startsWith(at) -> endless(pause);
                    default -> {
                        // Not here.
                    }
                }
            }
            return say(usual);
        }

        private long timesAt(String start) {
            return steps.stream().filter(step -> step.startsWith(start)).count();
        }

        private String say(String reply) throws IOException {
            String end = faults.contains(new Fault.BareLf()) ? "\n" : "\r\n";
            byte[] wire = (reply.replace("\r\n", end) + end).getBytes(StandardCharsets.UTF_8);
            if (!faults.contains(new Fault.Slow())) {
                out.write(wire);
                return reply;
            }
            for (byte octet : wire) {
                out.write(octet);
                pause(1);
            }
            return reply;
        }

        private void endless(long pause) throws IOException {
            while (true) {
                say("250-and another thing");
                pause(pause);
            }
        }

        private String line() throws IOException {
            return new String(octetsOfLine(), StandardCharsets.UTF_8).replaceFirst("\r?\n$", "");
        }

        private byte[] octetsOfLine() throws IOException {
            var line = new ByteArrayOutputStream();
            int b;
            do {
                b = in.read();
                if (b < 0) {
                    throw new IOException("the client left");
                }
                line.write(b);
            } while (b != '\n');
            return line.toByteArray();
        }

        /** Until the test is over. */
        private void hang() throws IOException {
            while (!listener.isClosed()) {
                pause(20);
            }
            throw new IOException("the test is over");
        }

        private static void pause(long millis) throws IOException {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
