package mailserver.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mailserver.Dialogue;
import mailserver.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void a_client_hears_why_it_is_turned_away_in_a_hurry_or_not(int unhurried) throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Dialogue client = Dialogue.with(listener.getLocalPort())) {
            var refusals = new Refusals(unhurried);
            client.endSending();
            refusals.send(listener.accept(), "421 4.7.0 no");
            client.expectLines("421 4.7.0 no").expectEnd();
        }
    }

    @Test
    void rfc5321_3_8_and_rfc3206_4_a_flood_is_told_to_come_later_and_who_is_inside_does_not_notice()
            throws IOException {
        try (TestServer server = TestServer.start(home, "our.example", "[limits]", "sessions = 2");
                Dialogue smtp = Dialogue.with(server.smtpPort());
                Dialogue pop3 = Dialogue.with(server.pop3Port())) {
            smtp.expect("220");
            pop3.expect("+OK");
            List<Dialogue> flood = new ArrayList<>();
            try {
                for (int i = 0; i < 200; i++) {
                    flood.add(Dialogue.with(i % 2 == 0 ? server.smtpPort() : server.pop3Port()));
                }
                for (int i = 0; i < flood.size(); i++) {
                    flood.get(i)
                            .expect(
                                    i % 2 == 0
                                            ? "421 4.7.0 mail.our.example: too many connections"
                                            : "-ERR [SYS/TEMP] too many connections");
                }
                smtp.send("NOOP").expect("250");
                pop3.send("CAPA").expect("+OK");
            } finally {
                for (Dialogue client : flood) {
                    client.close();
                }
            }
        }
    }
}
