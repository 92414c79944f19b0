package mailserver.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import mailserver.config.value.TlsPolicy;
import mailserver.tls.CertificateFiles;
import mailserver.tls.PeerTls;
import mailserver.tls.ServerTls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that hang where a socket's own timeout ends nothing. Without the guard none of these tests would come to an end. */
@Timeout(30)
class StallGuardTest {
    private static final Duration SHORT = Duration.ofMillis(100);

    @TempDir
    private Path folder;

    private final StallGuard guard = new StallGuard(SHORT, Duration.ofMillis(20));
    private final ScheduledExecutorService dripping = Executors.newSingleThreadScheduledExecutor();
    private Socket client;
    private Connection connection;

    @BeforeEach
    void connect() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            client = new Socket(server.getInetAddress(), server.getLocalPort());
            connection = new Connection(server.accept());
        }
        guard.watch(connection);
    }

    @AfterEach
    void close() throws IOException {
        dripping.shutdownNow();
        client.close();
        connection.close();
        guard.close();
    }

    @Test
    void a_client_that_never_reads_is_cut() {
        byte[] block = new byte[8192];
        assertThrows(IOException.class, () -> {
            while (true) {
                connection.write(block, 0, block.length);
            }
        });
    }

    @Test
    void a_handshake_that_never_begins_or_comes_octet_by_octet_is_cut() throws IOException {
        ServerTls tls = tls();
        // The start of a TLS record of 512 octets, and then one octet at a time.
        client.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0});
        drip();
        assertThrows(IOException.class, () -> connection.startTls(tls::wrap, SHORT));
    }

    @Test
    void a_line_in_a_TLS_record_that_comes_octet_by_octet_is_cut() throws Exception {
        ServerTls tls = tls();
        var greeted = Executors.newVirtualThreadPerTaskExecutor().submit(() -> {
            SSLSocket secured = PeerTls.wrap(
                    client,
                    "localhost",
                    client.getPort(),
                    new TlsPolicy(
                            TlsPolicy.Mode.REQUIRE, Optional.of(tls.identity().fingerprint()), Optional.<Path>empty()));
            secured.startHandshake();
            secured.getOutputStream().write("NOOP\r\n".getBytes());
            return secured;
        });
        connection.startTls(tls::wrap, Duration.ofSeconds(20));
        assertEquals(new Line.Text("NOOP"), connection.readLine(100));
        greeted.get();
        connection.timeout(SHORT);
        client.getOutputStream().write(new byte[] {0x17, 3, 3, 2, 0});
        drip();
        assertThrows(IOException.class, () -> {
            while (true) {
                connection.readLine(100);
            }
        });
    }

    private void drip() {
        dripping.scheduleAtFixedRate(
                () -> {
                    try {
                        client.getOutputStream().write(0);
                    } catch (IOException e) {
                        dripping.shutdownNow();
                    }
                },
                20,
                20,
                TimeUnit.MILLISECONDS);
    }

    private ServerTls tls() throws IOException {
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        CertificateFiles.makeIfAbsent(certificate, key, "localhost", InstantSource.system());
        return ServerTls.read(certificate, key, folder.resolve("pair"), InstantSource.system());
    }
}
