package mailserver.smtp.client;

import static mailserver.smtp.client.Sending.ANN;
import static mailserver.smtp.client.Sending.BOB;
import static mailserver.smtp.client.Sending.CYD;
import static mailserver.smtp.client.Sending.PATIENT;
import static mailserver.smtp.client.Sending.SENDER;
import static mailserver.smtp.client.Sending.TEXT;
import static mailserver.smtp.client.Sending.assertDelivered;
import static mailserver.smtp.client.Sending.reportsToo;
import static mailserver.smtp.client.Sending.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailserver.mail.Address;
import mailserver.mail.DeliverBy;
import mailserver.mail.Envelope;
import mailserver.mail.FutureRelease;
import mailserver.mail.MailParameters;
import mailserver.mail.Notify;
import mailserver.mail.Recipient;
import mailserver.mail.Timing;
import mailserver.smtp.Reply;
import mailserver.smtp.ScriptedPeer;
import mailserver.wire.Transcript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Priorities and deadlines on their way to peers (RFC 6710, RFC 2852). The clock stands still. */
class SmtpClientTimingTest {
    private static final String FROM_ME = "MAIL FROM:<me@here.example>";
    private static final Instant NOW = Instant.parse("2026-03-01T10:15:30Z");

    @TempDir
    Path folder;

    private DeliveryResult deliver(ScriptedPeer peer, Timing timing, Recipient... recipients) throws IOException {
        Path eml = Files.writeString(folder.resolve("message.eml"), TEXT);
        var envelope = new Envelope("id", SENDER, List.of(recipients), MailParameters.NONE.timed(timing));
        try (var client = new SmtpClient("here.example", PATIENT, address -> Transcript.NONE, () -> NOW)) {
            return client.deliver(peer.asPeer(), envelope, eml);
        }
    }

    private static Timing by(long seconds, String how) {
        return new Timing(Optional.empty(), DeliverBy.parse(NOW.plusSeconds(seconds) + " " + how), 0);
    }

    private static Recipient recipient(Address address, String notify) {
        return Recipient.of(address).with(Notify.parse(notify).orElseThrow());
    }

    @Test
    void rfc6710_4_2_every_message_tells_its_priority_to_a_peer_that_wants_to_know() throws IOException {
        for (int priority : new int[] {-9, 0, 3}) {
            try (var peer = ScriptedPeer.start(List.of("MT-PRIORITY MIXER"))) {
                assertDelivered(deliver(peer, Timing.of(priority), Recipient.of(ANN)), ANN);
                assertEquals(FROM_ME + " MT-PRIORITY=" + priority, peer.heard().get(1));
            }
        }
    }

    @Test
    void rfc6710_4_3_and_rfc2852_4_1_4_2_a_peer_that_knows_none_of_it_hears_none_of_it() throws IOException {
        var release = new FutureRelease(NOW.minusSeconds(9), "for;9");
        var timing = new Timing(Optional.of(release), by(120, "N").deliverBy(), 5);
        try (var peer = ScriptedPeer.start(List.of("FUTURERELEASE 60 2030-01-01T00:00:00Z"))) {
            assertDelivered(deliver(peer, timing, Recipient.of(ANN)), ANN);
            assertEquals(FROM_ME, peer.heard().get(1));
        }
    }

    @ParameterizedTest
    @CsvSource({"120, R, BY=120;R", "1, RT, BY=1;RT", "120, N, BY=120;N", "0, N, BY=0;N", "-7, NT, BY=-7;NT"})
    void rfc2852_4_1_4_what_is_left_of_the_time_is_handed_on(long seconds, String how, String parameter)
            throws IOException {
        try (var peer = ScriptedPeer.start(List.of("DELIVERBY"))) {
            assertDelivered(deliver(peer, by(seconds, how), Recipient.of(ANN)), ANN);
            assertEquals(FROM_ME + " " + parameter, peer.heard().get(1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "120, , 550 5.3.3",
        "120, DELIVERBY 240, 550 5.4.7",
        "120, 'DELIVERBY 121,whatever', 550 5.4.7",
        "0, DELIVERBY, 550 5.4.7",
        "-1, DELIVERBY 0, 550 5.4.7"
    })
    void rfc2852_4_1_4_1_what_would_come_back_too_late_from_there_comes_back_at_once(
            long seconds, String offer, String answer) throws IOException {
        try (var peer = ScriptedPeer.start(offer == null ? List.of() : List.of(offer))) {
            Reply verdict = verdict(deliver(peer, by(seconds, "R"), Recipient.of(ANN)), ANN);
            assertEquals(answer, verdict.code() + " " + verdict.fullStatus());
            assertFalse(peer.heard().toString().contains("MAIL"), peer.heard()::toString);
        }
    }

    @Test
    void rfc2852_4_1_4_1_a_peer_with_time_enough_gets_it() throws IOException {
        for (String offer : List.of("DELIVERBY 120", "DELIVERBY ,whatever", "DELIVERBY soon")) {
            try (var peer = ScriptedPeer.start(List.of(offer))) {
                assertDelivered(deliver(peer, by(120, "R"), Recipient.of(ANN)), ANN);
            }
        }
    }

    @Test
    void rfc2852_4_1_4_2_a_peer_that_keeps_no_time_is_asked_to_tell_of_delays() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("DSN"))) {
            DeliveryResult delivery =
                    deliver(peer, by(120, "N"), Recipient.of(ANN), recipient(BOB, "SUCCESS"), recipient(CYD, "NEVER"));
            assertTrue(
                    peer.heard().contains("RCPT TO:<ann@peer.example> NOTIFY=FAILURE,DELAY"), peer.heard()::toString);
            assertTrue(
                    peer.heard().contains("RCPT TO:<bob@peer.example> NOTIFY=SUCCESS,DELAY"), peer.heard()::toString);
            assertTrue(peer.heard().contains("RCPT TO:<cyd@peer.example> NOTIFY=NEVER"), peer.heard()::toString);
            // And we tell of the hop, whatever the peer will tell.
            assertEquals(Optional.of(false), reportsToo(delivery, ANN));
        }
        try (var peer = ScriptedPeer.start(List.of("DSN"))) {
            // When it is too late already, nobody gives up on a deadline.
            DeliveryResult delivery = deliver(peer, by(-1, "N"), Recipient.of(ANN));
            assertTrue(peer.heard().contains("RCPT TO:<ann@peer.example>"), peer.heard()::toString);
            assertEquals(Optional.of(true), reportsToo(delivery, ANN));
        }
    }

    @Test
    void rfc2852_4_1_4_a_traced_message_has_each_of_its_hops_told() throws IOException {
        for (String how : List.of("RT", "NT")) {
            try (var peer = ScriptedPeer.start(List.of("DSN", "DELIVERBY"))) {
                assertEquals(Optional.of(false), reportsToo(deliver(peer, by(60, how), Recipient.of(ANN)), ANN));
            }
        }
    }

    @Test
    void a_peer_that_keeps_the_time_leaves_word_of_success_to_us_only_without_dsn() throws IOException {
        Recipient wanting = recipient(BOB, "SUCCESS");
        try (var peer = ScriptedPeer.start(List.of("DELIVERBY"))) {
            DeliveryResult delivery = deliver(peer, by(60, "N"), Recipient.of(ANN), wanting);
            assertEquals(Optional.of(true), reportsToo(delivery, ANN));
            assertEquals(Optional.of(false), reportsToo(delivery, BOB));
        }
        try (var peer = ScriptedPeer.start(List.of("DELIVERBY", "DSN"))) {
            assertEquals(Optional.of(true), reportsToo(deliver(peer, by(60, "R"), wanting), BOB));
        }
    }
}
