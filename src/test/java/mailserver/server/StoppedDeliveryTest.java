package mailserver.server;

import static mailserver.server.Letters.letter;
import static mailserver.server.Letters.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import mailserver.Dialogue;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that is stopped in the midst of a delivery, which another node makes in its place. */
@Timeout(120)
class StoppedDeliveryTest {
    @TempDir
    Path folder;

    /** Asks its first client for the message only when it is told to. */
    private static final class SlowPeer implements AutoCloseable {
        final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        final CountDownLatch waits = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final CountDownLatch firstEnded = new CountDownLatch(1);
        final AtomicInteger clients = new AtomicInteger();
        final AtomicInteger delivered = new AtomicInteger();
        final AtomicInteger deliveredByFirst = new AtomicInteger();

        SlowPeer() throws IOException {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        Socket socket = door.accept();
                        Thread.ofVirtual().start(() -> serve(socket));
                    }
                } catch (IOException e) {
                    // Closed.
                }
            });
        }

        private void serve(Socket socket) {
            boolean first = false;
            try (socket) {
                var in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                say(socket.getOutputStream(), "220 peer");
                boolean data = false;
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (data) {
                        if (line.equals(".")) {
                            data = false;
                            delivered.incrementAndGet();
                            if (first) {
                                deliveredByFirst.incrementAndGet();
                            }
                            say(socket.getOutputStream(), "250 taken");
                        }
                    } else if (line.equals("DATA")) {
                        first = clients.getAndIncrement() == 0;
                        if (first) {
                            waits.countDown();
                            goOn.await();
                        }
                        data = true;
                        say(socket.getOutputStream(), "354 go on");
                    } else {
                        say(socket.getOutputStream(), "250 well");
                    }
                }
            } catch (IOException e) {
                // It left.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                if (first) {
                    firstEnded.countDown();
                }
            }
        }

        private static void say(OutputStream out, String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }

    private Path node(String name, Path shared, int peerPort) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        HomeProcess.configure(home, 0, """
                [peers]
                "other.example" = { host = "127.0.0.1:%d", tls = "off" }
                [cluster]
                node = "%s"
                shared = "%s"
                lease = "1s"
                """.formatted(peerPort, name, shared));
        Files.createDirectories(shared.resolve("etc"));
        for (String file : List.of("accounts", "aliases")) {
            Files.deleteIfExists(shared.resolve("etc").resolve(file));
            Files.move(home.resolve("etc").resolve(file), shared.resolve("etc").resolve(file));
        }
        return home;
    }

    private static void signal(String name, Path home) throws Exception {
        String pid = Files.readString(home.resolve("maildir/run/pid")).strip();
        assertEquals(0, new ProcessBuilder("kill", "-" + name, pid).start().waitFor());
    }

    private static boolean greets(int port) throws IOException {
        try (var client = Dialogue.with(port)) {
            return client.line().startsWith("220 ");
        }
    }

    @Test
    void does_not_end_a_message_that_it_had_begun_to_deliver() throws Exception {
        Path shared = folder.resolve("shared");
        try (var peer = new SlowPeer()) {
            Path a = node("a", shared, peer.door.getLocalPort());
            Path b = node("b", shared, peer.door.getLocalPort());
            try (var first = HomeProcess.start(a)) {
                Letters.send(first.smtpPort(), "alice@here.example", List.of("bob@other.example"), letter("once"));
                peer.waits.await();
                var files = ServerFiles.of(b);
                try (var second = MailServer.start(files, Settings.load(files), ServerOptions.DEFAULT)) {
                    signal("STOP", a);
                    until(() -> peer.delivered.get() == 1 && second.queue().size() == 0);
                    signal("CONT", a);
                    // It has a lease again before it hears what it waited for.
                    until(() -> greets(first.smtpPort()));
                    peer.goOn.countDown();
                    peer.firstEnded.await();
                    assertEquals(0, peer.deliveredByFirst.get());
                    // It is well again, and takes part.
                    Letters.send(first.smtpPort(), "alice@here.example", List.of("bob@other.example"), letter("again"));
                    until(() -> peer.delivered.get() == 2);
                    assertTrue(second.node().isPresent());
                }
            }
        }
    }
}
