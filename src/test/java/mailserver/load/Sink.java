package mailserver.load;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A peer that takes mail by SMTP and keeps none of it. */
public final class Sink implements Closeable {
    private static final int BACKLOG = 1024;

    /** What becomes of a message, and of the connection that brought it. */
    public enum Conduct {
        TAKE,
        /** Says 451 at its end. */
        PUT_OFF,
        /** Closes the connection when it has begun. */
        DROP_EARLY,
        /** Reads it all and closes the connection without an answer. */
        DROP_LATE
    }

    /** Who decides and is told. Called by many threads at once. */
    public interface Receiver {
        /** A reply that refuses this recipient, or empty. */
        default Optional<String> refusal(String recipient) {
            return Optional.empty();
        }

        default Conduct conduct() {
            return Conduct.TAKE;
        }

        /** Is the text to be kept until {@link #taken}? */
        default boolean wantsText() {
            return false;
        }

        /** Called before the 250 is sent. */
        void taken(List<String> recipients, String text);
    }

    private final Receiver receiver;
    private final ServerSocket listener;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    public Sink(int port, Receiver receiver) throws IOException {
        this(InetAddress.getLoopbackAddress(), port, receiver);
    }

    public Sink(InetAddress address, int port, Receiver receiver) throws IOException {
        this.receiver = receiver;
        this.listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(address, port), BACKLOG);
        Thread.ofVirtual().name("sink").start(this::accept);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().name("sink-session").start(() -> serve(client));
            } catch (IOException e) {
                // Closed, or out of file handles.
                Wait.pause(Duration.ofMillis(10));
            }
        }
    }

    private void serve(Socket client) {
        clients.add(client);
        try (client) {
            client.setTcpNoDelay(true);
            new Session(Talk.with(client)).run();
        } catch (IOException e) {
            // The client left or died: its business.
        } finally {
            clients.remove(client);
        }
    }

    private final class Session {
        private final Talk talk;
        private List<String> recipients = new ArrayList<>();

        Session(Talk talk) {
            this.talk = talk;
        }

        void run() throws IOException {
            talk.send("220 sink.example ESMTP");
            while (true) {
                String line = talk.line();
                String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "EHLO" ->
                        talk.send("250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 100000000");
                    case "RCPT" -> recipient(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
                    case "DATA" -> {
                        if (!data()) {
                            return;
                        }
                    }
                    case "QUIT" -> {
                        talk.send("221 bye");
                        return;
                    }
                    case "MAIL", "RSET" -> {
                        recipients = new ArrayList<>();
                        talk.send("250 ok");
                    }
                    default -> talk.send("250 ok");
                }
            }
        }

        private void recipient(String address) throws IOException {
            Optional<String> refusal = receiver.refusal(address);
            if (refusal.isEmpty()) {
                recipients.add(address);
            }
            talk.send(refusal.orElse("250 ok"));
        }

        /** False when the connection is to be closed. */
        private boolean data() throws IOException {
            if (recipients.isEmpty()) {
                talk.send("554 5.5.1 no recipients");
                return true;
            }
            Conduct conduct = receiver.conduct();
            talk.send("354 go on");
            if (conduct == Conduct.DROP_EARLY) {
                talk.line();
                return false;
            }
            var copy = new ByteArrayOutputStream();
            talk.readData(receiver.wantsText() ? copy : OutputStream.nullOutputStream());
            switch (conduct) {
                case TAKE -> {
                    receiver.taken(List.copyOf(recipients), receiver.wantsText() ? Talk.text(copy) : "");
                    talk.send("250 taken");
                }
                case PUT_OFF -> talk.send("451 4.3.0 later");
                default -> {
                    return false;
                }
            }
            recipients = new ArrayList<>();
            return true;
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Stops listening and drops who is there. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}
