package mailserver.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import mailserver.Dialogue;
import mailserver.TestServer;
import mailserver.TlsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that would stay for ever. Each test ends because the server ends it, and hangs otherwise. */
@Timeout(30)
class PatienceTest {
    @TempDir
    private Path home;

    private final ScheduledExecutorService dripping = Executors.newSingleThreadScheduledExecutor();
    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(
                home, "our.example", "[trust]", "networks = []", "[limits]", "idle = \"500ms\"", "errors = 100000");
    }

    @AfterEach
    void stop() {
        dripping.shutdownNow();
        server.close();
    }

    @Test
    void rfc5321_4_5_3_2_7_a_command_has_one_deadline_however_it_drips() throws IOException {
        try (Dialogue client = Dialogue.with(server.smtpPort())) {
            client.expect("220");
            drip(client);
            client.expect("421 4.4.2");
        }
    }

    @Test
    void a_POP3_command_has_one_deadline_however_it_drips() throws IOException {
        try (Dialogue client = Dialogue.with(server.pop3Port())) {
            client.expect("+OK");
            drip(client);
            client.expect("-ERR [SYS/TEMP]");
        }
    }

    @Test
    void a_response_within_a_login_has_one_deadline_however_it_drips() throws IOException {
        try (Dialogue client = secured(Service.SUBMISSIONS)) {
            client.expect("220");
            client.send("EHLO client").expectReply(250);
            client.send("AUTH PLAIN").expect("334");
            drip(client);
            client.expect("421 4.4.2");
        }
        try (Dialogue client = secured(Service.POP3S)) {
            client.expect("+OK");
            client.send("AUTH PLAIN").expect("+ ");
            drip(client);
            client.expect("-ERR [SYS/TEMP]");
        }
    }

    @Test
    void data_and_chunks_that_drip_are_ended() throws IOException {
        try (Dialogue client = begun()) {
            client.send("DATA").expect("354");
            drip(client);
            client.expect("421 4.4.2");
        }
        try (Dialogue client = begun()) {
            client.send("BDAT 5000");
            drip(client);
            client.expect("421 4.4.2");
        }
        assertTrue(server.mail("our.example", "bob").isEmpty());
    }

    @Test
    void who_must_log_in_has_so_much_time_in_all_and_afterwards_as_much_as_it_likes() throws IOException {
        try (Dialogue stranger = secured(Service.SUBMISSIONS);
                Dialogue bob = secured(Service.SUBMISSIONS)) {
            bob.expect("220");
            stranger.expect("220");
            // NUL bob NUL secret
            bob.send("AUTH PLAIN AGJvYgBzZWNyZXQ=").expect("235");
            while (is(stranger.send("NOOP"), "250")) {
                bob.send("NOOP").expect("250");
            }
            bob.send("NOOP").expect("250");
        }
        try (Dialogue stranger = secured(Service.POP3S);
                Dialogue bob = secured(Service.POP3S)) {
            bob.expect("+OK");
            stranger.expect("+OK");
            bob.send("AUTH PLAIN AGJvYgBzZWNyZXQ=").expect("+OK");
            while (is(stranger.send("UTF8"), "+OK")) {
                bob.send("NOOP").expect("+OK");
            }
            bob.send("NOOP").expect("+OK");
        }
    }

    @Test
    void a_stranger_must_send_something_now_and_then_and_a_message_gives_it_new_time() throws IOException {
        try (Dialogue idler = Dialogue.with(server.smtpPort());
                Dialogue sender = Dialogue.with(server.smtpPort())) {
            idler.expect("220");
            sender.expect("220");
            while (is(idler.send("NOOP"), "250")) {
                send(sender);
            }
            send(sender);
        }
    }

    @Test
    void a_chunk_that_nobody_would_wait_for_is_not_read() throws IOException {
        try (Dialogue client = begun()) {
            client.send("BDAT 999999999999999999").expect("552 5.3.4");
            client.expectEnd();
        }
        try (Dialogue client = Dialogue.with(server.smtpPort())) {
            client.expect("220");
            client.send("BDAT 999999999999999999 LAST").expect("552 5.3.4");
            client.expectEnd();
        }
    }

    @Test
    void a_message_without_an_end_is_not_read_for_ever() throws IOException {
        server.close();
        server = TestServer.start(home, "our.example", "[limits]", "message_size = 1000");
        try (Dialogue client = begun()) {
            client.send("DATA").expect("354");
            byte[] block = new byte[1 << 20];
            // One more than what is read on behind the limit.
            for (int i = 0; i < 17; i++) {
                client.sendRaw(block);
            }
            client.expect("552 5.3.4");
        } catch (SocketException e) {
            // Cut while it was sending, which is as good.
        }
        assertTrue(server.mail("our.example", "bob").isEmpty());
    }

    private Dialogue secured(Service service) throws IOException {
        return TlsClient.of(server).connect(address(service));
    }

    private InetSocketAddress address(Service service) {
        return server.server().addresses(service).getFirst();
    }

    private Dialogue begun() throws IOException {
        Dialogue client = Dialogue.with(server.smtpPort());
        return client.talk("""
                S: 220
                C: MAIL FROM:<a@b.example>
                S: 250
                C: RCPT TO:<bob@our.example>
                S: 250
                """);
    }

    private static void send(Dialogue client) throws IOException {
        client.talk("""
                C: MAIL FROM:<a@b.example>
                S: 250
                C: RCPT TO:<bob@our.example>
                S: 250
                C: DATA
                S: 354
                C: Subject: x
                C: .
                S: 250
                """);
    }

    private static boolean is(Dialogue client, String answer) throws IOException {
        return client.line().startsWith(answer);
    }

    /** From now on the client sends an octet every now and then, which is neither the end of a line nor of anything else. */
    private void drip(Dialogue client) {
        dripping.scheduleAtFixedRate(
                () -> {
                    try {
                        client.sendRaw("x");
                    } catch (IOException e) {
                        // The server has ended it; the next test begins another one.
                    }
                },
                20,
                20,
                TimeUnit.MILLISECONDS);
    }
}
