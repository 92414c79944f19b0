package mailserver.cli.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import mailserver.cli.support.CommandFailed;
import mailserver.config.value.HostPort;
import mailserver.fault.FaultBook;
import mailserver.fault.FaultRuleParser;
import mailserver.mail.MessageIds;
import mailserver.server.FaultySession;
import mailserver.wire.Transcript;
import mailserver.wire.text.Printable;
import org.tinylog.Logger;

/** A peer for the tests of a relay: it takes all mail and throws it away, and misbehaves by rules. Shows what is said. */
final class FaultyPeer implements Closeable {
    private final ServerSocket socket;
    private final FaultBook book;
    private final PrintWriter out;
    private final MessageIds ids = new MessageIds(InstantSource.system());
    private final CountDownLatch ended = new CountDownLatch(1);

    private FaultyPeer(ServerSocket socket, FaultBook book, PrintWriter out) {
        this.socket = socket;
        this.book = book;
        this.out = out;
    }

    /**
     * Listens on the loopback.
     *
     * @param port   0 for a free one
     * @param script a file, or rules with semicolons between them
     */
    static FaultyPeer start(int port, String script, PrintWriter out) throws IOException, CommandFailed {
        var book = new FaultBook();
        for (String rule : rules(script)) {
            try {
                book.add(FaultRuleParser.parse(rule));
            } catch (FaultRuleParser.RuleException e) {
                throw new CommandFailed(rule + ": " + e.getMessage());
            }
        }
        var socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            socket.close();
            throw new CommandFailed("can't listen at port " + port + ": " + e.getMessage());
        }
        var peer = new FaultyPeer(socket, book, out);
        Thread.ofVirtual().name("faulty peer").start(peer::accept);
        return peer;
    }

    private static List<String> rules(String script) throws IOException {
        Path file = Path.of(script.replace('\0', ' '));
        List<String> lines = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of(script.split(";"));
        return lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    HostPort place() {
        return new HostPort("127.0.0.1", socket.getLocalPort());
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                Logger.debug("faulty peer: {}", e.toString());
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            FaultySession.serve(client, book, ids, new Shown(client.getPort()));
        } catch (IOException e) {
            Logger.debug("faulty peer: {}", e.toString());
        }
    }

    private final class Shown implements Transcript {
        private final int port;

        Shown(int port) {
            this.port = port;
        }

        @Override
        public void received(String line) {
            print("C: " + line);
        }

        @Override
        public void sent(String line) {
            print("S: " + line);
        }

        private void print(String line) {
            out.print("[" + port + "] " + Printable.line(line) + System.lineSeparator());
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        ended.countDown();
    }
}
